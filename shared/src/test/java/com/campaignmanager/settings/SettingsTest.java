package com.campaignmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.secret.Secret;
import com.campaignmanager.secret.SecretArn;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.settings.SenderSettings.Http;
import com.campaignmanager.settings.SenderSettings.Mock;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import com.campaignmanager.settings.Settings.CacheIam;
import com.campaignmanager.settings.Settings.DatabaseIam;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.campaignmanager.settings.Settings.HourSettings;
import com.campaignmanager.settings.Settings.LimitSettings;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import com.campaignmanager.settings.Settings.WorkerSettings;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "DATABASE_URL", "postgresql://app:secret@db.example.com:6543/campaigns", "REDIS_URL", "redis://127.0.0.1");

    @Test
    void two_addresses_are_enough_and_the_rest_has_defaults() {
        assertThat(Settings.from(LEAST))
                .isEqualTo(new Settings(
                        new DatabaseSettings(
                                "jdbc:postgresql://db.example.com:6543/campaigns",
                                Optional.of("app"),
                                Optional.of("secret"),
                                Optional.empty(),
                                Optional.empty(),
                                4),
                        new RedisSettings("redis://127.0.0.1", false, Optional.empty()),
                        new WorkerSettings(5, 4, Duration.ofSeconds(60)),
                        new RetrySettings(
                                3,
                                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)),
                                true,
                                UncertainSends.RESEND),
                        forAll(new Mock(
                                Duration.ofMillis(50),
                                Duration.ofMillis(200),
                                0.92,
                                Optional.empty(),
                                Optional.empty(),
                                MockAccount.OK,
                                false)),
                        new LimitSettings(Optional.empty(), Optional.empty(), 10),
                        new HourSettings(Optional.empty(), ZoneId.of("UTC")),
                        Optional.empty(),
                        Duration.ofMinutes(60),
                        "INFO",
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    @Test
    void an_empty_or_blank_variable_counts_as_unset() {
        assertThat(with("SENDER_TOKEN", "", "MAX_RETRIES", " ", "EVENT_BUS", "", "MOCK_SEED", "", "SENDER", ""))
                .isEqualTo(Settings.from(LEAST));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://u:p@h:5433/d, jdbc:postgresql://h:5433/d, u, p",
        "postgres://u:p@h/d, jdbc:postgresql://h:5432/d, u, p",
        "postgresql://u@h/d?sslmode=require, jdbc:postgresql://h:5432/d?sslmode=require, u,",
        "postgresql://h/d, jdbc:postgresql://h:5432/d, ,",
        "postgresql://u:p@[::1]:5432/d, jdbc:postgresql://[::1]:5432/d, u, p",
        "postgresql://a%40b:p%2Fw%3A%25+%20x@h/d, jdbc:postgresql://h:5432/d, a@b, 'p/w:%+ x'"
    })
    void a_database_url_is_taken_apart(String url, String jdbcUrl, String user, String password) {
        DatabaseSettings database = with("DATABASE_URL", url).database();
        assertThat(database.url()).isEqualTo(jdbcUrl);
        assertThat(database.user()).isEqualTo(Optional.ofNullable(user));
        assertThat(database.password()).isEqualTo(Optional.ofNullable(password));
    }

    @Test
    void a_user_without_a_password_on_an_aurora_host_means_iam() {
        assertThat(Settings.database(Map.of(
                                "DATABASE_URL",
                                "postgresql://campaign_app@db.cluster-abc.eu-west-1.rds.amazonaws.com/campaigns",
                                "DATABASE_CA",
                                "rds-ca.pem"))
                        .iam())
                .contains(new DatabaseIam(
                        "db.cluster-abc.eu-west-1.rds.amazonaws.com", 5432, "campaign_app", "eu-west-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:secret@db.cluster-abc.eu-west-1.rds.amazonaws.com/campaigns",
                "postgresql://db.cluster-abc.eu-west-1.rds.amazonaws.com/campaigns",
                "postgresql://app@db.example.com/campaigns",
                "postgresql://app@db.eu-west-1.rds.amazonaws.com.example.com/campaigns"
            })
    void a_password_no_user_or_another_host_means_no_iam(String url) {
        assertThat(with("DATABASE_URL", url).database().iam()).isEmpty();
    }

    @Test
    void a_token_is_only_given_to_a_server_whose_certificate_is_verified() {
        assertThatThrownBy(() ->
                        with("DATABASE_URL", "postgresql://app@db.cluster-abc.eu-west-1.rds.amazonaws.com/campaigns"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("DATABASE_CA is missing");
        assertThatThrownBy(() -> with(
                        "REDIS_URL",
                        "redis://app@master.jobs.abc123.euw1.cache.amazonaws.com",
                        "AWS_REGION",
                        "eu-west-1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("REDIS_URL has no TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "jobs-abc123.serverless.euw1.cache.amazonaws.com, jobs, true",
        "my-jobs-abc123.serverless.euw1.cache.amazonaws.com, my-jobs, true",
        "master.my-jobs.abc123.euw1.cache.amazonaws.com, my-jobs, false",
        "clustercfg.my-jobs.abc123.euw1.cache.amazonaws.com, my-jobs, false"
    })
    void a_user_without_a_password_on_an_elasticache_host_means_iam(String host, String cache, boolean serverless) {
        assertThat(with("REDIS_URL", "rediss://app@" + host + ":6379", "AWS_REGION", "eu-west-1")
                        .redis()
                        .iam())
                .contains(new CacheIam("app", cache, serverless, "eu-west-1"));
    }

    @Test
    void a_token_for_redis_needs_the_region() {
        assertThatThrownBy(() -> with("REDIS_URL", "rediss://app@jobs-abc.serverless.euw1.cache.amazonaws.com"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("REDIS_URL needs AWS_REGION");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATABASE_URL|mysql://h/d",
                "DATABASE_URL|postgresql://h",
                "DATABASE_URL|postgresql://h/",
                "DATABASE_URL|postgresql:///d",
                "DATABASE_URL|postgresql://u:pa ss@h/d",
                "DATABASE_URL|nonsense",
                "DATABASE_POOL|0",
                "DATABASE_POOL|many",
                "REDIS_URL|http://h",
                "REDIS_URL|127.0.0.1:6379",
                "REDIS_CLUSTER|yes",
                "IDLE_LOOK|60",
                "IDLE_LOOK|-1s",
                "LOG_LEVEL|LOUD",
                "WORKER_CONCURRENCY|6",
                "WORKER_CONCURRENCY|0",
                "MAX_WORKERS|0",
                "MAX_RETRIES|0",
                "MAX_RETRIES|1.5",
                "RETRY_BACKOFF|1s,,4s",
                "RETRY_BACKOFF|1s,soon",
                "AUTO_RETRY|TRUE!",
                "UNCERTAIN_SENDS|drop",
                "LEASE|200ms",
                "TEMPLATE_FALLBACKS|first_name",
                "TEMPLATE_FALLBACKS|name=Customer",
                "DEFAULT_REGION|Kenya",
                "QUIET_HOURS|21-8",
                "QUIET_HOURS|21:00-20:30",
                "DEFAULT_TIME_ZONE|Mars",
                "SENDER|twilio",
                "MOCK_LATENCY_MS|200-50",
                "MOCK_LATENCY_MS|fast",
                "MOCK_SUCCESS_RATE|92",
                "MOCK_SUCCESS_RATE|NaN",
                "MOCK_SEED|x",
                "MOCK_THROTTLE_ABOVE|0",
                "MOCK_THROTTLE_ABOVE|many",
                "MOCK_ACCOUNT|closed",
                "MOCK_DOWN|no",
                "SENDER|none",
                "SENDER_SMS|post",
                "SENDER_WHATSAPP|meta"
            })
    void a_bad_value_is_refused_by_name_with_what_is_accepted(String variable, String value) {
        assertThatThrownBy(() -> with(variable, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(variable + " ")
                .hasMessageEndingWith("; it takes " + Variable.valueOf(variable).accepted());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SENDER_URL|ftp://h",
                "SENDER_URL|gateway",
                "SENDER_TIMEOUT|0s",
                "SENDER_TIMEOUT|10",
                "SENDER_TOKEN|two words",
                "SENDER_TOKEN|smörgås",
                "SENDER_TOKEN_SECRET|token",
                "SENDER_TOKEN_SECRET|arn:aws:s3:::bucket",
                "SENDER_ID_PATH|id",
                "SENDER_REASON_PATH|$.error"
            })
    void a_bad_value_of_the_http_sender_is_refused_likewise(String variable, String value) {
        Map<String, String> all = new HashMap<>(Map.of("SENDER", "http", "SENDER_URL", "http://gateway/send"));
        all.put(variable, value);
        assertThatThrownBy(() -> with(all))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(variable + " ")
                .hasMessageEndingWith("; it takes " + Variable.valueOf(variable).accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL", "REDIS_URL"})
    void a_missing_address_is_asked_for(String variable) {
        assertThatThrownBy(() -> with(variable, ""))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(variable + " is missing; it takes ");
    }

    @Test
    void an_http_sender_needs_an_address() {
        assertThatThrownBy(() -> with("SENDER", "http")).hasMessageStartingWith("SENDER_URL is missing");
        assertThat(with("SENDER", "http", "SENDER_URL", "https://gw/send", "SENDER_TOKEN", "t", "SENDER_TIMEOUT", "2s")
                        .senders())
                .isEqualTo(forAll(new Http(
                        "https://gw/send",
                        Optional.of(new Secret.Given("t")),
                        Duration.ofSeconds(2),
                        JsonPointer.compile("/id"),
                        JsonPointer.compile("/message"))));
    }

    @Test
    void a_token_may_be_kept_in_secrets_manager() {
        String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gateway-AbCdEf";
        SenderSettings.ByChannel senders = with(
                        "SENDER", "http", "SENDER_URL", "https://gw/send", "SENDER_TOKEN_SECRET", arn)
                .senders();
        assertThat(senders.secrets())
                .containsExactly(new Secret.Stored(SecretArn.of(arn).orElseThrow()));
        assertThatThrownBy(() -> with(
                        "SENDER", "http", "SENDER_URL", "https://gw", "SENDER_TOKEN", "t", "SENDER_TOKEN_SECRET", arn))
                .hasMessageStartingWith("SENDER_TOKEN_SECRET is set beside SENDER_TOKEN");
    }

    @Test
    void an_answers_id_and_reason_may_stand_elsewhere() {
        SenderSettings.ByChannel senders = with(
                        "SENDER", "http",
                        "SENDER_URL", "http://gw",
                        "SENDER_ID_PATH", "/messages/0/id",
                        "SENDER_REASON_PATH", "/error/text")
                .senders();
        assertThat(senders.of(Channel.SMS))
                .get()
                .extracting("idPath", "reasonPath")
                .containsExactly(JsonPointer.compile("/messages/0/id"), JsonPointer.compile("/error/text"));
    }

    @Test
    void a_channel_may_have_a_sender_of_its_own_or_none() {
        SenderSettings.ByChannel senders = with(
                        "SENDER_SMS", "http", "SENDER_URL", "http://gw", "SENDER_WHATSAPP", "none")
                .senders();
        assertThat(senders.of(Channel.SMS)).get().isInstanceOf(Http.class);
        assertThat(senders.of(Channel.WHATSAPP)).isEmpty();
        assertThat(senders.longestSend()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void only_the_settings_of_senders_in_use_are_asked_for() {
        assertThat(with("SENDER", "http", "SENDER_SMS", "mock", "SENDER_WHATSAPP", "none")
                        .senders()
                        .byChannel())
                .containsOnlyKeys(Channel.SMS);
        assertThatThrownBy(() -> with("SENDER_WHATSAPP", "http")).hasMessageStartingWith("SENDER_URL is missing");
    }

    @Test
    void without_any_sender_no_send_takes_time() {
        assertThat(with("SENDER_SMS", "none", "SENDER_WHATSAPP", "none")
                        .senders()
                        .longestSend())
                .isZero();
    }

    private static SenderSettings.ByChannel forAll(SenderSettings settings) {
        return new SenderSettings.ByChannel(Map.of(Channel.SMS, settings, Channel.WHATSAPP, settings));
    }

    @Test
    void a_lease_outlasts_the_longest_send() {
        assertThatThrownBy(() -> with("SENDER", "http", "SENDER_URL", "http://gw", "SENDER_TIMEOUT", "60s"))
                .hasMessageStartingWith("LEASE is not longer than the longest send");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:hunter2@",
                "postgresql://u:hunter2@h",
                "x://u:hunter2@h/d",
                "postgresql://u:hunter2@h o/d"
            })
    void no_complaint_repeats_a_password(String url) {
        assertThatThrownBy(() -> with("DATABASE_URL", url))
                .isInstanceOf(InvalidSettingException.class)
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void the_text_form_holds_no_secret() {
        Settings settings = with(
                "REDIS_URL", "rediss://u:hunter2@h:6379",
                "SENDER", "http",
                "SENDER_URL", "https://gw",
                "SENDER_TOKEN", "hunter3");
        assertThat(settings.toString()).doesNotContain("secret", "hunter2", "hunter3");
    }

    @Test
    void every_other_setting_is_read() {
        Settings settings = with(
                "MOCK_LATENCY_MS", "0",
                "MOCK_SUCCESS_RATE", "1",
                "MOCK_SEED", "-7",
                "MOCK_THROTTLE_ABOVE", "100",
                "MOCK_ACCOUNT", "refused",
                "MOCK_DOWN", "true",
                "RETRY_BACKOFF", "10ms, 1m",
                "AUTO_RETRY", "false",
                "UNCERTAIN_SENDS", "fail",
                "TEMPLATE_FALLBACKS", "first_name=Customer,location=your town",
                "DEFAULT_REGION", "ke",
                "LOG_LEVEL", "debug",
                "IDLE_LOOK", "0s");
        assertThat(settings.senders())
                .isEqualTo(forAll(new Mock(
                        Duration.ZERO,
                        Duration.ZERO,
                        1,
                        Optional.of(-7L),
                        Optional.of(100),
                        MockAccount.REFUSED,
                        true)));
        assertThat(settings.retry())
                .isEqualTo(new RetrySettings(
                        3, List.of(Duration.ofMillis(10), Duration.ofMinutes(1)), false, UncertainSends.FAIL));
        assertThat(settings.templateFallbacks())
                .isEqualTo(Map.of(Placeholder.FIRST_NAME, "Customer", Placeholder.LOCATION, "your town"));
        assertThat(settings.defaultRegion()).contains("KE");
        assertThat(settings.logLevel()).isEqualTo("DEBUG");
        assertThat(settings.idleLook()).isZero();
    }

    private static Settings with(String... pairs) {
        Map<String, String> more = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            more.put(pairs[i], pairs[i + 1]);
        }
        return with(more);
    }

    private static Settings with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return Settings.from(all);
    }
}

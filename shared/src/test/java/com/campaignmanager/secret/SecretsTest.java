package com.campaignmanager.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final SecretArn ARN = SecretArn.of(
                    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gateway-AbCdEf")
            .orElseThrow();
    private static final Secret STORED = new Secret.Stored(ARN);
    private static final Secret GIVEN = new Secret.Given("given");

    private final ManualClock clock = new ManualClock();
    private final Store store = new Store();
    private final Secrets secrets = new Secrets(List.of(GIVEN, STORED), store, clock);

    /** Empty: it can't be read. */
    private static final class Store implements SecretReader {
        private volatile Optional<String> value = Optional.of("first");
        private volatile int readings;

        @Override
        public Map<SecretArn, String> read(Set<SecretArn> arns) {
            readings++;
            return Map.of(ARN, value.orElseThrow(() -> new SecretUnavailableException("Secrets Manager is away")));
        }
    }

    private void beginRun() {
        secrets.refresh();
        secrets.await();
    }

    @Test
    void nothing_is_read_before_a_run_begins() {
        assertThat(store.readings).isZero();
        assertThatThrownBy(() -> secrets.valueOf(STORED)).hasMessage(ARN + " was not read");
        beginRun();
        assertThat(secrets.valueOf(STORED)).isEqualTo("first");
    }

    @Test
    void a_given_secret_is_never_read() {
        Secrets given = new Secrets(List.of(GIVEN), store, clock);
        given.refresh();
        given.await();
        assertThat(given.valueOf(GIVEN)).isEqualTo("given");
        assertThat(given.reread()).isFalse();
        assertThat(store.readings).isZero();
    }

    @Test
    void a_rotated_secret_is_taken_over_by_a_run_that_begins_five_minutes_later() {
        beginRun();
        store.value = Optional.of("second");
        clock.advance(Secrets.FRESH.minusSeconds(1));
        beginRun();
        assertThat(secrets.valueOf(STORED)).isEqualTo("first");
        clock.advance(Secrets.FRESH);
        beginRun();
        assertThat(secrets.valueOf(STORED)).isEqualTo("second");
        assertThat(store.readings).isEqualTo(2);
    }

    @Test
    void a_run_begins_with_the_known_value_when_a_later_reading_fails() {
        beginRun();
        store.value = Optional.empty();
        clock.advance(Secrets.FRESH);
        beginRun();
        assertThat(secrets.valueOf(STORED)).isEqualTo("first");
        store.value = Optional.of("second");
        beginRun();
        assertThat(secrets.valueOf(STORED)).isEqualTo("second");
    }

    @Test
    void no_run_begins_without_a_value() {
        store.value = Optional.empty();
        secrets.refresh();
        assertThatThrownBy(secrets::await)
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessage("Secrets Manager is away");
    }

    @Test
    void reading_again_tells_whether_a_value_has_changed() {
        beginRun();
        assertThat(secrets.reread()).isFalse();
        store.value = Optional.of("second");
        assertThat(secrets.reread()).isTrue();
        assertThat(secrets.valueOf(STORED)).isEqualTo("second");
    }

    @Test
    void the_text_form_of_a_secret_does_not_show_it() {
        assertThat(List.of(GIVEN, STORED)).hasToString("[given, stored as " + ARN + "]");
        assertThat(new Secret.Given("hunter2").toString()).doesNotContain("hunter2");
    }
}

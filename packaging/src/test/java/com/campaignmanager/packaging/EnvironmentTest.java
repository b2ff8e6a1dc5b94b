package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.settings.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the functions find in their environment is what the settings know, and no secret. */
class EnvironmentTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^/@]*:[^/@]+@");

    /** Variables whose value in the cloud is not the settings' default, and why. */
    private static final Map<String, String> OWN_VALUES = Map.of(
            "DATABASE_URL", "the cluster's address is known when there is a cluster",
            "DATABASE_CA", "every zip carries the certificates of RDS's authorities",
            "REDIS_URL", "the cache's address is known when there is a cache",
            "REDIS_CLUSTER", "a serverless cache is a cluster",
            "EVENT_BUS", "the stack's own",
            "IMPORT_BUCKET", "the stack's own",
            "PREFER_IPV6", "as OutboundAccess says",
            "QUIET_HOURS", "in the cloud real people sleep");

    /** Those that every client of AWS reads, and why the template sets them. */
    private static final Map<String, String> OF_AWS =
            Map.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", "the usual address has no IPv6");

    /** Variables that hold a credential. In the cloud their `_SECRET` names where it is kept. */
    private static final Set<String> CREDENTIALS = Set.of("SENDER_TOKEN");

    static List<SamTemplate.Function> functions() {
        return TEMPLATE.functions();
    }

    @Test
    void together_the_functions_have_every_variable_but_credentials_and_no_other() {
        Set<String> declared = new TreeSet<>();
        functions()
                .forEach(
                        function -> declared.addAll(TEMPLATE.variables(function).keySet()));
        Set<String> expected = known();
        expected.addAll(OF_AWS.keySet());
        assertThat(declared).isEqualTo(expected);
    }

    /** Those that the settings know and that may stand in a function's environment. */
    private static Set<String> known() {
        Set<String> known = new TreeSet<>(
                Arrays.stream(Variable.values()).map(Variable::name).toList());
        known.removeAll(CREDENTIALS);
        return known;
    }

    @Test
    void every_credential_has_a_variable_that_names_its_secret() {
        assertThat(CREDENTIALS)
                .allSatisfy(
                        name -> assertThat(Variable.valueOf(name + "_SECRET")).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void every_function_has_every_variable_but_the_name_of_the_workers_secret(SamTemplate.Function function) {
        Set<String> missing = known();
        missing.removeAll(TEMPLATE.variables(function).keySet());
        assertThat(missing).isEqualTo(function.name().equals("SendWorker") ? Set.of() : Set.of("SENDER_TOKEN_SECRET"));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_value_is_the_settings_default_unless_there_is_a_reason(SamTemplate.Function function) {
        Map<String, String> environment = TEMPLATE.environment(function);
        environment.keySet().removeAll(OWN_VALUES.keySet());
        environment.keySet().removeAll(OF_AWS.keySet());
        environment.forEach((name, value) ->
                assertThat(value).as(name).isEqualTo(Variable.valueOf(name).defaultValue()));
    }

    @Test
    void each_reason_for_another_value_is_needed() {
        Map<String, String> environment = TEMPLATE.environment(TEMPLATE.function("Api"));
        Map<String, Object> variables = TEMPLATE.variables(TEMPLATE.function("Api"));
        assertThat(OWN_VALUES.keySet())
                .allSatisfy(name -> assertThat(
                                TEMPLATE.value(variables.get(name)).isEmpty()
                                        || !environment
                                                .get(name)
                                                .equals(Variable.valueOf(name).defaultValue()))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void no_secret_is_in_an_environment(SamTemplate.Function function) {
        assertThat(TEMPLATE.variables(function).entrySet())
                .filteredOn(entry -> isSecret(entry.getValue()))
                .isEmpty();
    }

    /** Whoever describes the stack reads them. */
    @Test
    void no_parameter_is_a_secret() {
        assertThat(TEMPLATE.secretParameters()).isEmpty();
    }

    @Test
    void a_secret_is_known_when_it_is_seen() {
        assertThat(Stream.of(
                        "{{resolve:secretsmanager:database:SecretString:password}}",
                        "postgresql://campaign_app:password@host/database"))
                .allMatch(EnvironmentTest::isSecret);
    }

    private static boolean isSecret(Object value) {
        return Rendered.texts(value).stream()
                .anyMatch(text -> text.contains("{{resolve:")
                        || PASSWORD_IN_ADDRESS.matcher(text).find()
                        || TEMPLATE.secretParameters().stream()
                                .anyMatch(parameter -> text.contains("${" + parameter + "}")));
    }
}

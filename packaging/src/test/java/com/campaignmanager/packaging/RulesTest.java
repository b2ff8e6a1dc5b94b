package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudFormation refuses parameters that don't go together, in words, before it makes anything. */
class RulesTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gateway-AbCdEf";

    @Test
    void the_defaults_are_taken() {
        assertThat(complaints(Map.of())).isEmpty();
    }

    @Test
    void a_secret_that_the_network_has_no_way_to_is_refused() {
        assertThat(complaints(Map.of("SenderTokenSecret", SECRET)))
                .singleElement()
                .asString()
                .contains("SenderTokenSecret", "Secrets Manager", "can't reach", "endpoint, ipv6 or nat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "ipv6", "nat"})
    void a_secret_is_taken_with_a_way_to_it(String access) {
        assertThat(complaints(Map.of("SenderTokenSecret", SECRET, "OutboundAccess", access)))
                .isEmpty();
    }

    @Test
    void a_secret_is_taken_in_a_vpc_whose_ways_only_its_owner_knows() {
        assertThat(complaints(Map.of("SenderTokenSecret", SECRET, "VpcId", "vpc-1", "SubnetIds", "subnet-1,subnet-2")))
                .isEmpty();
    }

    @Test
    void a_way_out_of_another_vpc_is_refused_since_nothing_would_make_it() {
        assertThat(complaints(Map.of("OutboundAccess", "nat", "VpcId", "vpc-1", "SubnetIds", "subnet-1,subnet-2")))
                .singleElement()
                .asString()
                .startsWith("OutboundAccess");
    }

    @Test
    void a_value_that_needs_another_is_refused_alone() {
        assertThat(complaints(Map.of("Sender", "http"))).containsExactly("Sender http needs SenderUrl");
        assertThat(complaints(Map.of("TokenIssuer", "https://issuer")))
                .containsExactly("TokenIssuer needs TokenAudiences");
        assertThat(complaints(Map.of("VpcId", "vpc-1"))).containsExactly("VpcId needs SubnetIds");
    }

    /** What CloudFormation would say to these parameters, the others being at their defaults. */
    private static List<String> complaints(Map<String, String> parameters) {
        return TEMPLATE.rules().values().stream()
                .map(rule -> (Map<?, ?>) rule)
                .filter(rule -> holds(rule.get("RuleCondition"), parameters))
                .flatMap(rule -> assertions(rule))
                .filter(assertion -> !holds(assertion.get("Assert"), parameters))
                .map(assertion -> (String) assertion.get("AssertDescription"))
                .toList();
    }

    private static Stream<Map<?, ?>> assertions(Map<?, ?> rule) {
        return ((List<?>) rule.get("Assertions")).stream().map(assertion -> (Map<?, ?>) assertion);
    }

    private static boolean holds(Object condition, Map<String, String> parameters) {
        Map.Entry<?, ?> intrinsic =
                ((Map<?, ?>) condition).entrySet().iterator().next();
        List<?> arguments = (List<?>) intrinsic.getValue();
        return switch ((String) intrinsic.getKey()) {
            case "Fn::Not" -> !holds(arguments.getFirst(), parameters);
            case "Fn::And" -> arguments.stream().allMatch(argument -> holds(argument, parameters));
            case "Fn::Equals" -> text(arguments.get(0), parameters).equals(text(arguments.get(1), parameters));
            default -> throw new IllegalArgumentException("not known here: " + condition);
        };
    }

    private static String text(Object value, Map<String, String> parameters) {
        Optional<String> given =
                value instanceof Map<?, ?> ref ? Optional.ofNullable(parameters.get(ref.get("Ref"))) : Optional.empty();
        return given.or(() -> TEMPLATE.value(value)).orElseThrow();
    }
}

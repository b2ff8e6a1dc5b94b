package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.packaging.SamTemplate.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Nobody may do anything that {@code permissions.yaml} does not list with its reason. */
class PermissionsTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();

    @Test
    void the_template_allows_what_the_list_has_and_nothing_else() throws IOException {
        assertThat(allowed()).isEqualTo(listed());
    }

    @Test
    void every_entry_of_the_list_has_its_reason() throws IOException {
        assertThat(entries())
                .allSatisfy(entry -> assertThat((String) entry.get("because"))
                        .as(entry.toString())
                        .isNotBlank());
    }

    /** So that SAM makes no role of its own, with policies that are not in the template. */
    @Test
    void every_function_and_every_schedule_names_its_role() {
        for (SamTemplate.Function function : TEMPLATE.functions()) {
            assertThat(Rendered.texts(function.properties().get("Role")))
                    .as(function.name())
                    .containsExactly("${" + function.name().replaceFirst("Function$", "") + "Role.Arn}");
            assertThat(function.properties().get("Policies"))
                    .as(function.name())
                    .isNull();
        }
        assertThat(Events.ofType("ScheduleV2"))
                .isNotEmpty()
                .allSatisfy(schedule -> assertThat(schedule.property("RoleArn")).isPresent());
    }

    @Test
    void no_role_has_a_policy_of_somebody_elses() {
        assertThat(TEMPLATE.resources("AWS::IAM::Role"))
                .allSatisfy(
                        role -> assertThat(role.property("ManagedPolicyArns")).isEmpty());
        assertThat(TEMPLATE.resources())
                .extracting(Resource::type)
                .doesNotContain("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::User");
    }

    /** Lambda makes the network interfaces with the function's role; a call of the function's own code carries its ARN. */
    @Test
    void the_code_of_a_function_may_not_use_the_rights_by_which_lambda_joins_the_vpc() {
        List<Resource> inTheVpc = TEMPLATE.resources("AWS::IAM::Role").stream()
                .filter(role -> networkRights(role, "Allow").count() > 0)
                .toList();
        assertThat(inTheVpc).hasSize(5).allSatisfy(role -> {
            Map<?, ?> denied = networkRights(role, "Deny").findFirst().orElseThrow();
            assertThat(denied.get("Action"))
                    .isEqualTo(networkRights(role, "Allow")
                            .findFirst()
                            .orElseThrow()
                            .get("Action"));
            assertThat(denied.get("Resource")).isEqualTo("*");
            assertThat(denied.get("Condition")).isEqualTo(Map.of("Null", Map.of("lambda:SourceFunctionArn", false)));
        });
    }

    private static Stream<Map<?, ?>> networkRights(Resource role, String effect) {
        return documents(role).stream()
                .<Map<?, ?>>flatMap(document -> statements(document).stream())
                .filter(statement -> statement.get("Effect").equals(effect))
                .filter(statement -> Rendered.texts(statement.get("Action")).contains("ec2:CreateNetworkInterface"));
    }

    /** A service that acts for another account's resource is sent away; Lambda's own trust is bound to the role already. */
    @Test
    void a_service_is_let_in_for_this_account_only() {
        for (Resource resource : TEMPLATE.resources()) {
            documents(resource).stream()
                    .flatMap(document -> statements(document).stream())
                    .filter(statement ->
                            SamTemplate.at(statement, "Principal", "Service").isPresent())
                    .filter(statement -> !statement.get("Principal").equals(Map.of("Service", "lambda.amazonaws.com")))
                    .forEach(statement -> assertThat(
                                    SamTemplate.at(statement, "Condition", "StringEquals", "aws:SourceAccount"))
                            .as("%s", resource)
                            .contains(Map.of("Ref", "AWS::AccountId")));
        }
    }

    private static Set<String> allowed() {
        Set<String> allowed = new TreeSet<>();
        for (Resource resource : TEMPLATE.resources()) {
            documents(resource).stream()
                    .flatMap(document -> statements(document).stream())
                    .filter(statement -> statement.get("Effect").equals("Allow"))
                    .forEach(statement -> allowed.addAll(lines(resource.name(), statement)));
        }
        return allowed;
    }

    /** Every policy document in the resource, wherever it is. */
    private static List<Map<?, ?>> documents(Object value) {
        return switch (value) {
            case Resource resource -> documents(resource.properties());
            case Map<?, ?> map when map.containsKey("Statement") -> List.of(map);
            case Map<?, ?> map ->
                map.values().stream()
                        .flatMap(member -> documents(member).stream())
                        .toList();
            case List<?> list ->
                list.stream().flatMap(member -> documents(member).stream()).toList();
            default -> List.of();
        };
    }

    /** Those behind a condition, too. */
    private static List<Map<?, ?>> statements(Map<?, ?> document) {
        List<Map<?, ?>> statements = new ArrayList<>();
        for (Object statement : (List<?>) document.get("Statement")) {
            Map<?, ?> map = (Map<?, ?>) statement;
            Stream<?> choices = map.get("Fn::If") instanceof List<?> choice ? choice.stream() : Stream.of(map);
            choices.filter(choice -> choice instanceof Map<?, ?> one && one.containsKey("Effect"))
                    .forEach(choice -> statements.add((Map<?, ?>) choice));
        }
        return statements;
    }

    private static List<String> lines(String holder, Map<?, ?> statement) {
        String who = Optional.ofNullable(statement.get("Principal"))
                .map(principal -> holder + " lets "
                        + (principal instanceof Map<?, ?> map
                                ? String.join(",", Rendered.texts(List.copyOf(map.values())))
                                : principal))
                .orElse(holder);
        List<String> resources = Optional.ofNullable(statement.get("Resource"))
                .map(Rendered::texts)
                .orElse(List.of("itself"));
        return Rendered.texts(statement.get("Action")).stream()
                .flatMap(action -> resources.stream().map(resource -> line(who, action, resource)))
                .toList();
    }

    private static String line(String who, Object action, Object resource) {
        return who + ": " + action + " on " + resource;
    }

    private static Set<String> listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (Map<String, Object> entry : entries()) {
            for (Object who : (List<?>) entry.get("who")) {
                for (Object action : (List<?>) entry.get("may")) {
                    ((List<?>) entry.get("to"))
                            .forEach(resource -> assertThat(listed.add(line((String) who, action, resource)))
                                    .as("listed twice: %s", entry)
                                    .isTrue());
                }
            }
        }
        return listed;
    }

    private static List<Map<String, Object>> entries() throws IOException {
        try (InputStream list = PermissionsTest.class.getResourceAsStream("/permissions.yaml")) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(list);
        }
    }
}

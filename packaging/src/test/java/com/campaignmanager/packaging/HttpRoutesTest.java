package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.packaging.Events.Event;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Who may call what: the routes of the HTTP API are to {@code openapi.yaml} as it says. */
class HttpRoutesTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();

    @Test
    void every_route_is_the_apis() {
        assertThat(routes())
                .allSatisfy(route -> assertThat(route.function()).isEqualTo("Api"))
                .allSatisfy(route -> assertThat(route.property("ApiId")).contains(Map.of("Ref", "HttpApi")));
    }

    @Test
    void what_is_open_is_what_the_description_calls_open() throws IOException {
        Set<String> open = routes().stream()
                .filter(route -> authorizer(route).equals("NONE"))
                .map(HttpRoutesTest::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(open).isNotEmpty().isEqualTo(describedAsOpen());
    }

    /** So that a flood from nobody in particular takes no instances from workers and clients. */
    @Test
    void every_open_route_has_a_lower_limit_of_its_own() {
        Map<?, ?> limits = (Map<?, ?>)
                TEMPLATE.resource("HttpApi").property("RouteSettings").orElseThrow();
        assertThat(limits.keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrderElementsOf(routes().stream()
                        .filter(route -> authorizer(route).equals("NONE"))
                        .map(HttpRoutesTest::key)
                        .toList());
        assertThat(limits.values()).allSatisfy(limit -> {
            assertThat(limit(limit, "ThrottlingRateLimit")).isLessThan(allRoutes("ThrottlingRateLimit"));
            assertThat(limit(limit, "ThrottlingBurstLimit")).isLessThan(allRoutes("ThrottlingBurstLimit"));
        });
    }

    private static int allRoutes(String name) {
        return limit(
                TEMPLATE.resource("HttpApi").property("DefaultRouteSettings").orElseThrow(), name);
    }

    /** A number, or the default of the parameter that is named. */
    private static int limit(Object limits, String name) {
        Object value = SamTemplate.at(limits, name).orElseThrow();
        return value instanceof Integer number
                ? number
                : Integer.parseInt(TEMPLATE.value(value).orElseThrow());
    }

    @Test
    void everything_else_needs_a_token() {
        assertThat(TEMPLATE.resource("HttpApi").property("Auth", "DefaultAuthorizer"))
                .contains("Tokens");
        assertThat(routes())
                .filteredOn(route -> !authorizer(route).equals("NONE"))
                .extracting(HttpRoutesTest::key)
                .containsExactlyInAnyOrder("$default", "GET /{proxy+}", "HEAD /{proxy+}");
    }

    @Test
    void the_right_to_read_is_enough_to_get_and_for_nothing_else() {
        Map<String, List<String>> scopes = routes().stream()
                .filter(route -> authorizer(route).equals("Tokens"))
                .collect(Collectors.toMap(
                        HttpRoutesTest::key,
                        route -> Rendered.texts(
                                route.property("Auth", "AuthorizationScopes").orElseThrow())));
        assertThat(scopes)
                .isEqualTo(Map.of(
                        "$default", List.of("${WriteScope}"),
                        "GET /{proxy+}", List.of("${ReadScope}", "${WriteScope}"),
                        "HEAD /{proxy+}", List.of("${ReadScope}", "${WriteScope}")));
    }

    @Test
    void no_client_of_the_pool_can_sign_a_person_in() {
        assertThat(TEMPLATE.resource("MachineClient").property("ExplicitAuthFlows"))
                .contains(List.of("ALLOW_REFRESH_TOKEN_AUTH"));
        assertThat(TEMPLATE.resource("MachineClient").property("AllowedOAuthFlows"))
                .contains(List.of("client_credentials"));
    }

    @Test
    void the_pool_gives_the_scopes_that_the_routes_ask_for() {
        List<?> scopes =
                (List<?>) TEMPLATE.resource("Scopes").property("Scopes").orElseThrow();
        String server =
                (String) TEMPLATE.resource("Scopes").property("Identifier").orElseThrow();
        List<String> given = scopes.stream()
                .map(scope -> server + "/" + ((Map<?, ?>) scope).get("ScopeName"))
                .toList();
        assertThat(given)
                .containsExactly(
                        TEMPLATE.value(Map.of("Ref", "ReadScope")).orElseThrow(),
                        TEMPLATE.value(Map.of("Ref", "WriteScope")).orElseThrow());
        assertThat(TEMPLATE.resource("MachineClient").property("AllowedOAuthScopes"))
                .contains(given);
    }

    /** A phone number may stand in a path or a query, and anything in a body. */
    @Test
    void the_access_log_holds_neither_path_nor_query_nor_body() {
        String format = (String) TEMPLATE.resource("HttpApi")
                .property("AccessLogSettings", "Format")
                .orElseThrow();
        assertThat(format).contains("$context.routeKey\"").doesNotContainIgnoringCase("path", "query", "body", "\n");
        Object line = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(format.replaceAll("\\$context\\.status", "200").replaceAll("\\$context[A-Za-z_.]*", "x"));
        assertThat(((Map<?, ?>) line).get("request_id")).isEqualTo("x");
        assertThat(((Map<?, ?>) line).get("status")).isEqualTo(200);
    }

    private static List<Event> routes() {
        return Events.ofType("HttpApi");
    }

    private static String authorizer(Event route) {
        return (String) route.property("Auth", "Authorizer").orElseThrow();
    }

    /** {@code GET /path}, or {@code $default}. */
    private static String key(Event route) {
        return route.property("Path")
                .map(path -> route.property("Method").orElseThrow() + " " + path)
                .orElse("$default");
    }

    /** A template of one last part, such as {@code /docs/{file}}, is a route that takes the rest of the path. */
    private static Set<String> describedAsOpen() throws IOException {
        try (Reader text = Files.newBufferedReader(SamTemplate.ROOT.resolve("openapi.yaml"))) {
            Map<?, ?> description = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            Set<String> open = new TreeSet<>();
            ((Map<?, ?>) description.get("paths"))
                    .forEach((path, operations) -> ((Map<?, ?>) operations).forEach((method, operation) -> {
                        if (operation instanceof Map<?, ?> map && List.of().equals(map.get("security"))) {
                            open.add(method.toString().toUpperCase(Locale.ROOT) + " "
                                    + path.toString().replaceFirst("\\{\\w+}$", "{proxy+}"));
                        }
                    }));
            return open;
        }
    }
}

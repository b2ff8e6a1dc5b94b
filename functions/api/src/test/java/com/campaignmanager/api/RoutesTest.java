package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Operation;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RoutesTest {

    @Test
    void the_api_has_the_routes_of_the_description_and_no_others() {
        Set<String> described = new TreeSet<>();
        Description.get().operations().stream().map(Operation::toString).forEach(described::add);
        assertThat(routes()).isEqualTo(described);
    }

    @Test
    void each_route_has_the_parameters_of_its_description_and_no_others() {
        Description description = Description.get();
        eachRoute(route -> {
            String path = withoutExpressions(route.path());
            String method = route.method().name().toLowerCase(Locale.ROOT);
            JsonNode parameters = description.at("/paths/" + path.replace("/", "~1") + "/" + method + "/parameters");
            Set<String> described = new TreeSet<>();
            for (int i = 0; i < parameters.size(); i++) {
                JsonNode parameter = description.at(
                        description.resolved("/paths/" + path.replace("/", "~1") + "/" + method + "/parameters/" + i));
                if (parameter.path("in").asString().equals("query")) {
                    described.add(parameter.path("name").asString());
                }
            }
            assertThat(route.parameters().orElse(Set.of()))
                    .as(route.method() + " " + path)
                    .containsExactlyInAnyOrderElementsOf(described);
        });
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        eachRoute(route -> routes.add(route.method() + " " + withoutExpressions(route.path())));
        return routes;
    }

    private static void eachRoute(Consumer<Route> check) {
        Settings settings = Settings.from(
                Map.of("DATABASE_URL", "postgresql://u:p@localhost/none", "REDIS_URL", "redis://localhost"));
        try (Api api = new Api(
                settings,
                WakeSignal.NONE,
                Optional.empty(),
                Metrics.none(),
                Clock.systemUTC(),
                Duration.ofSeconds(25))) {
            api.routes().forEach(check);
        }
    }

    /** {@code /customers/{id}} of a pattern such as {@code /customers/{id:[0-9]+}}. */
    private static String withoutExpressions(String path) {
        return path.replaceAll("\\{([a-z_]+):[^/]*\\}", "{$1}");
    }
}

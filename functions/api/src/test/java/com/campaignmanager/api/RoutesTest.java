package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Operation;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutesTest {

    @Test
    void the_api_has_the_routes_of_the_description_and_no_others() {
        Set<String> described = new TreeSet<>();
        Description.get().operations().stream().map(Operation::toString).forEach(described::add);
        assertThat(routes()).isEqualTo(described);
    }

    private static Set<String> routes() {
        Settings settings = Settings.from(
                Map.of("DATABASE_URL", "postgresql://u:p@localhost/none", "REDIS_URL", "redis://localhost"));
        Set<String> routes = new TreeSet<>();
        try (Api api = new Api(settings, WakeSignal.NONE, Optional.empty(), Metrics.none(), Clock.systemUTC())) {
            api.routes().forEach(route -> routes.add(route.method() + " " + withoutExpressions(route.path())));
        }
        return routes;
    }

    /** {@code /customers/{id}} of a pattern such as {@code /customers/{id:[0-9]+}}. */
    private static String withoutExpressions(String path) {
        return path.replaceAll("\\{([a-z_]+):[^/]*\\}", "{$1}");
    }
}

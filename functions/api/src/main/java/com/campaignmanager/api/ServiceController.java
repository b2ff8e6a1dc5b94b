package com.campaignmanager.api;

import com.campaignmanager.api.Health.Report;
import com.campaignmanager.api.Health.State;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** {@code /health}. */
final class ServiceController implements Controller {
    private final Health health;

    ServiceController(Health health) {
        this.health = health;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/health", this::health).withAnyParameters(),
                Route.get("/health/live", this::live).withAnyParameters());
    }

    record Liveness(State status) {}

    private ResponseEntity<Report> health(ApiRequest request) {
        Report report = health.report();
        return ResponseEntity.status(report.status() == State.UP ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(report);
    }

    /** The process alone. */
    private ResponseEntity<Liveness> live(ApiRequest request) {
        return ResponseEntity.ok(new Liveness(State.UP));
    }
}

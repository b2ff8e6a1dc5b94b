package com.campaignmanager.api;

import com.campaignmanager.api.Health.Report;
import com.campaignmanager.api.Health.State;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /health}. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
final class ServiceController {
    private final Health health;

    ServiceController(Health health) {
        this.health = health;
    }

    record Liveness(State status) {}

    @GetMapping("/health")
    ResponseEntity<Report> health() {
        Report report = health.report();
        return ResponseEntity.status(report.status() == State.UP ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(report);
    }

    /** The process alone. */
    @GetMapping("/health/live")
    Liveness live() {
        return new Liveness(State.UP);
    }
}

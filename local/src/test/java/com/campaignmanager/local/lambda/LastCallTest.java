package com.campaignmanager.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LastCallTest {
    private final LastCall lastCall = new LastCall(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void an_invocation_has_the_functions_time() {
        assertThat(lastCall.within(Duration.ofSeconds(60)).get()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void the_last_call_shortens_an_invocation_that_runs() {
        Supplier<Duration> left = lastCall.within(Duration.ofSeconds(60));
        lastCall.call(Duration.ofSeconds(5));
        assertThat(left.get()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void the_last_call_lengthens_none() {
        Supplier<Duration> left = lastCall.within(Duration.ofSeconds(2));
        lastCall.call(Duration.ofSeconds(5));
        assertThat(left.get()).isEqualTo(Duration.ofSeconds(2));
    }
}

package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds a snapshot back; the rest is tested with the zip, in {@code packaging/}. */
class SnapshotTest {
    private final ApiHandler handler = new ApiHandler(
            Settings.from(Map.of(
                    "DATABASE_URL", TestServers.get().newDatabase(),
                    "REDIS_URL", TestServers.get().redis())),
            WakeSignal.NONE,
            Optional.empty());

    @AfterEach
    void close() {
        handler.close();
    }

    @Test
    void a_primed_api_that_has_connected_to_nothing_may_be_snapshotted_more_than_once() {
        assertThatCode(this::beforeCheckpoint).doesNotThrowAnyException();
        assertThatCode(this::beforeCheckpoint).doesNotThrowAnyException();
    }

    @Test
    void an_open_connection_holds_the_snapshot_back() throws IOException {
        ask(new PrimingRequest("GET", "/health", "", "application/json", ""));
        assertThatThrownBy(this::beforeCheckpoint)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a connection is open");
    }

    private void beforeCheckpoint() throws Exception {
        handler.snapshot().beforeCheckpoint(Core.getGlobalContext());
    }

    private void ask(PrimingRequest request) throws IOException {
        handler.handleRequest(
                new ByteArrayInputStream(request.event()), OutputStream.nullOutputStream(), Priming.invocation());
    }
}

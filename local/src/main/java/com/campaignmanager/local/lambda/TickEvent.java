package com.campaignmanager.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** The event that EventBridge sends when a schedule's time has come. */
public final class TickEvent implements Supplier<byte[]> {
    private final Clock clock;

    public TickEvent(Clock clock) {
        this.clock = clock;
    }

    @Override
    public byte[] get() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0").put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event").put("source", "aws.events").put("account", "000000000000");
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", "local");
        event.putArray("resources");
        event.putObject("detail");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}

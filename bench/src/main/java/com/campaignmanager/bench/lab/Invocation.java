package com.campaignmanager.bench.lab;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.FunctionFailedException;
import com.campaignmanager.local.lambda.LastCall;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/** Calls a handler in this JVM as Lambda does, with bytes in and bytes out. */
public final class Invocation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function function;

    public Invocation(String name, RequestStreamHandler handler, Duration time) {
        this.function = new Function(name, handler, time, new LastCall(Clock.systemUTC()));
    }

    public Function function() {
        return function;
    }

    public byte[] call(String event) throws FunctionFailedException {
        return function.invoke(event.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalStateException if the answer to this HTTP request has another status */
    public JsonNode expect(int status, byte[] answer) throws IOException {
        JsonNode json = JSON.readTree(answer);
        if (json.path("statusCode").asInt() != status) {
            throw new IllegalStateException("not " + status + " but " + json);
        }
        return json;
    }
}

package com.campaignmanager.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A Lambda function on this machine: its handler, which reads and writes streams, and the time that an invocation has.
 * Several invocations may run at once if the handler allows that.
 */
public final class Function {
    private final String name;
    private final RequestStreamHandler handler;
    private final Duration timeout;
    private final LastCall lastCall;

    /** @param timeout how long an invocation may run; the last call shortens the rest of it */
    public Function(String name, RequestStreamHandler handler, Duration timeout, LastCall lastCall) {
        this.name = name;
        this.handler = handler;
        this.timeout = timeout;
        this.lastCall = lastCall;
    }

    public String name() {
        return name;
    }

    /** Passes an event to the handler and returns its answer. */
    public byte[] invoke(byte[] event) throws FunctionFailedException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event), answer, new LocalContext(name, lastCall.within(timeout)));
            return answer.toByteArray();
        } catch (IOException | RuntimeException | Error e) {
            throw new FunctionFailedException(name, e);
        }
    }
}

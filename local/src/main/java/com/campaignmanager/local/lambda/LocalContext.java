package com.campaignmanager.local.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The context from which a handler learns about its invocation. */
final class LocalContext implements Context {
    private static final int MEMORY_MB = 1024;

    private final String function;
    private final Supplier<Duration> timeLeft;
    private final String requestId = UUID.randomUUID().toString();

    LocalContext(String function, Supplier<Duration> timeLeft) {
        this.function = function;
        this.timeLeft = timeLeft;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, timeLeft.get().toMillis());
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:local:000000000000:function:" + function;
    }

    @Override
    public int getMemoryLimitInMB() {
        return MEMORY_MB;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + function;
    }

    @Override
    public String getLogStreamName() {
        return "local";
    }

    /** There is no user pool here, and without one Lambda also answers null. */
    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    /** There is no mobile client here, and without one Lambda also answers null. */
    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                LoggerFactory.getLogger(function).info(message);
            }

            @Override
            public void log(byte[] message) {
                log(new String(message, StandardCharsets.UTF_8));
            }
        };
    }
}

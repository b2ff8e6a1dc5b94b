package com.campaignmanager.local.lambda;

/** An invocation that ended with an error instead of an answer. */
public final class FunctionFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FunctionFailedException(String name, Throwable cause) {
        super(name + " failed: " + cause, cause);
    }
}

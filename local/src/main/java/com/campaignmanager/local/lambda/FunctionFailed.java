package com.campaignmanager.local.lambda;

/** An invocation that ended with an error instead of an answer. */
public final class FunctionFailed extends Exception {
    private static final long serialVersionUID = 1L;

    FunctionFailed(String name, Throwable cause) {
        super(name + " failed: " + cause, cause);
    }
}

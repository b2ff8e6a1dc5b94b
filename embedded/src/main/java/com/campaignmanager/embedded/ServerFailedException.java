package com.campaignmanager.embedded;

/** A server can't be started or stopped; the message has its own words. */
public final class ServerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailedException(String what) {
        super(what);
    }

    ServerFailedException(String what, Throwable cause) {
        super(what, cause);
    }
}

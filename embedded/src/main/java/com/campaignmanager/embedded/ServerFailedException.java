package com.campaignmanager.embedded;

/** A server that can't be started or stopped, with what it said itself. */
public final class ServerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailedException(String what) {
        super(what);
    }

    ServerFailedException(String what, Throwable cause) {
        super(what, cause);
    }
}

package com.campaignmanager.embedded;

/** A server that can't be started or stopped, with what it said itself. */
public final class ServerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailed(String what) {
        super(what);
    }

    ServerFailed(String what, Throwable cause) {
        super(what, cause);
    }
}

package com.campaignmanager.log;

import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/** Names the request on each line that this thread logs. */
public final class RequestId {
    private static final String KEY = "request_id";

    private RequestId() {}

    /** From now until what is returned is closed. */
    public static MDCCloseable onEachLine(String requestId) {
        return MDC.putCloseable(KEY, requestId);
    }
}

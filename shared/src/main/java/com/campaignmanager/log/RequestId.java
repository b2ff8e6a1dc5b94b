package com.campaignmanager.log;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
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

    /** Makes threads that work for this request: their log lines name the request that this thread names now. */
    public static ThreadFactory onEachLineOf(ThreadFactory threads) {
        Map<String, String> named =
                Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        return work -> threads.newThread(() -> {
            MDC.setContextMap(named);
            work.run();
        });
    }
}

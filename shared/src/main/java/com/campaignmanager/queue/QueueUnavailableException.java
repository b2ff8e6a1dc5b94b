package com.campaignmanager.queue;

/** Redis did not answer, or not in time. The command may or may not have been executed. */
public final class QueueUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueUnavailableException(Throwable cause) {
        super("Redis did not answer: " + cause.getMessage(), cause);
    }
}

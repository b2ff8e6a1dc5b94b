package com.campaignmanager.queue;

/** Redis did not answer, or not in time. What was asked of it may or may not have happened. */
public final class QueueUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueUnavailableException(Throwable cause) {
        super("Redis did not answer: " + cause.getMessage(), cause);
    }
}

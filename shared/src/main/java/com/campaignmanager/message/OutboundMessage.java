package com.campaignmanager.message;

import com.campaignmanager.paging.AnswerSize;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of a campaign as the list shows it.
 *
 * @param phone the recipient's phone at the time of the send; for a message made by hand, the customer's current one
 * @param errorClass the subject of the last refusal; empty while there was none
 * @param errorCode the provider's own code of it, if it gave one
 * @param nextAttemptAt when it may be tried next; empty when it is not pending
 * @param retryCount failed attempts so far
 */
public record OutboundMessage(
        long id,
        long campaignId,
        long customerId,
        String phone,
        MessageStatus status,
        String renderedContent,
        Optional<String> lastError,
        Optional<FailureKind> failureKind,
        Optional<String> errorClass,
        Optional<String> errorCode,
        Optional<Instant> nextAttemptAt,
        Optional<String> providerId,
        int retryCount,
        Instant createdAt,
        Instant updatedAt) {
    /** More than the names of its fields and its short values take. */
    private static final int OTHER_BYTES = 1_000;

    /** About the room that it takes in an answer. */
    long bytes() {
        return OTHER_BYTES
                + AnswerSize.of(renderedContent)
                + errorCode.map(AnswerSize::of).orElse(0L)
                + lastError.map(AnswerSize::of).orElse(0L)
                + providerId.map(AnswerSize::of).orElse(0L);
    }

    /** Leaves out the phone number and the text, since this may end in a log. */
    @Override
    public String toString() {
        return "message " + id;
    }
}

package com.campaignmanager.sender.http;

/** What is known of a request once its exchange is over. */
public sealed interface HttpOutcome {
    /** The other side has answered. */
    record Answered(HttpAnswer answer) implements HttpOutcome {}

    /** None of it has gone out, so nothing can have come of it. */
    record NotSent(String reason) implements HttpOutcome {}

    /** Some of it has gone out and no answer has come: the other side may have acted on it. */
    record Unknown(String reason) implements HttpOutcome {}
}

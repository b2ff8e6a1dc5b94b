package com.campaignmanager.idempotency;

/**
 * The answer to a request that came with a key.
 *
 * @param request the fingerprint of the request that it answers
 * @param headers a JSON object
 */
public record StoredAnswer(String request, int status, String headers, String body) {

    /** Hides the headers and the body: this may end in a log. */
    @Override
    public String toString() {
        return "answer " + status;
    }
}

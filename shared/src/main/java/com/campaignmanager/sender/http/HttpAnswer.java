package com.campaignmanager.sender.http;

import java.util.Optional;

/**
 * An answer.
 *
 * @param retryAfter the header of that name as it came
 * @param body empty where it didn't come whole, or was larger than 64 KiB
 */
public record HttpAnswer(int status, Optional<String> retryAfter, byte[] body) {
    @Override
    public String toString() {
        return "answer " + status + " with " + body.length + " bytes";
    }
}

package com.campaignmanager.message;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** The status of a message. A message being sent is still {@code PENDING}. */
public enum MessageStatus implements WireName {
    PENDING,
    SENT,
    FAILED;

    public static Optional<MessageStatus> of(String word) {
        return WireName.of(MessageStatus.class, word);
    }
}

package com.campaignmanager.message;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** What has become of a message. There is no "sending". */
public enum MessageStatus implements WireName {
    PENDING,
    SENT,
    FAILED;

    public static Optional<MessageStatus> of(String word) {
        return WireName.of(MessageStatus.class, word);
    }
}

package com.campaignmanager.message;

import com.campaignmanager.word.Word;
import java.util.Optional;

/** What has become of a message. There is no "sending". */
public enum MessageStatus implements Word {
    PENDING,
    SENT,
    FAILED;

    public static Optional<MessageStatus> of(String word) {
        return Word.of(MessageStatus.class, word);
    }
}

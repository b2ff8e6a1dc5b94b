package com.campaignmanager.campaign;

import com.campaignmanager.word.Word;
import java.util.Optional;

/** By which way a campaign's messages go. */
public enum Channel implements Word {
    SMS,
    WHATSAPP;

    public static Optional<Channel> of(String word) {
        return Word.of(Channel.class, word);
    }
}

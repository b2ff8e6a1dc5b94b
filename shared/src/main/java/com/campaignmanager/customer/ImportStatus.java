package com.campaignmanager.customer;

import com.campaignmanager.word.Word;

/** How far the import of a large file has come. */
public enum ImportStatus implements Word {
    /** For its file to be uploaded, or for a reader. */
    WAITING,
    RUNNING,
    /** Read to the end. */
    DONE,
    /** Given up, with a reason; lines before the fault stay imported. */
    FAILED;

    static ImportStatus of(String word) {
        return Word.of(ImportStatus.class, word).orElseThrow();
    }
}

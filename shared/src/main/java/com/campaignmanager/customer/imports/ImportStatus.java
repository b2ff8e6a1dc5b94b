package com.campaignmanager.customer.imports;

import com.campaignmanager.wire.WireName;

/** How far the import of a large file has come. */
public enum ImportStatus implements WireName {
    /** For its file to be uploaded, or for a reader. */
    WAITING,
    RUNNING,
    /** Read to the end. */
    DONE,
    /** Given up, with a reason; lines before the fault stay imported. */
    FAILED;

    static ImportStatus of(String word) {
        return WireName.of(ImportStatus.class, word).orElseThrow();
    }
}

package com.campaignmanager.customer.imports;

import java.io.IOException;
import java.util.UUID;

/** There is another file than the one that was found before, or none any more. */
public final class UploadReplacedException extends IOException {
    private static final long serialVersionUID = 1;

    public UploadReplacedException(UUID importId) {
        super("the file of import " + importId + " was replaced while it was read");
    }
}

package com.campaignmanager.customer.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Where the files of large imports are uploaded to and read from. Safe for use by several threads at once. */
public interface UploadStore {

    /** The address to which the file of this import is to be {@code PUT}. */
    String uploadUrl(UUID importId);

    /** Its size in bytes; empty: not uploaded yet, or not completely. */
    OptionalLong size(UUID importId) throws IOException;

    /** Its content from the start, to be closed by the caller; empty as for {@link #size}. */
    Optional<InputStream> open(UUID importId) throws IOException;

    /** Removes it. Nothing there is no error. */
    void discard(UUID importId) throws IOException;
}

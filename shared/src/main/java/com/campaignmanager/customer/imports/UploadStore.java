package com.campaignmanager.customer.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where the files of large imports are uploaded to and read from. Safe for use by several threads at once. */
public interface UploadStore {
    /**
     * Where a file is to be {@code PUT}, once.
     *
     * @param headers those that the request must have
     */
    record Target(String url, Map<String, String> headers) {}

    /**
     * A file that is there as a whole.
     *
     * @param version tells it from any other file of the same import
     * @param size in bytes
     */
    record Upload(String version, long size) {}

    /** The address to which the file of this import is to be {@code PUT}. */
    Target target(UUID importId, UploadTerms terms);

    /** Empty: not uploaded yet, or not completely. */
    Optional<Upload> find(UUID importId) throws IOException;

    /**
     * Its content from some byte on, to be closed by the caller.
     *
     * @throws UploadReplacedException if it is not this file any more
     */
    InputStream open(UUID importId, Upload upload, long offset) throws IOException;

    /** Removes it. Nothing there is no error. */
    void discard(UUID importId) throws IOException;
}

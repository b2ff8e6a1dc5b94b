package com.campaignmanager.customer.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * Uploads that come kilobyte by kilobyte.
 *
 * @param beforeEachRead what happens while a kilobyte is on its way
 */
record SlowUploads(UploadStore uploads, Runnable beforeEachRead) implements UploadStore {
    @Override
    public Target target(UUID importId, UploadTerms terms) {
        return uploads.target(importId, terms);
    }

    @Override
    public Optional<Upload> find(UUID importId) throws IOException {
        return uploads.find(importId);
    }

    @Override
    public InputStream open(UUID importId, Upload upload, long offset) throws IOException {
        return new FilterInputStream(uploads.open(importId, upload, offset)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                beforeEachRead.run();
                return super.read(buffer, offset, Math.min(length, 1_024));
            }
        };
    }

    @Override
    public void discard(UUID importId) throws IOException {
        uploads.discard(importId);
    }
}

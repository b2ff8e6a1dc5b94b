package com.campaignmanager.customer.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Uploads that come kilobyte by kilobyte.
 *
 * @param beforeEachRead what happens while a kilobyte is on its way
 */
record SlowUploads(UploadStore uploads, Runnable beforeEachRead) implements UploadStore {
    @Override
    public String uploadUrl(UUID importId) {
        return uploads.uploadUrl(importId);
    }

    @Override
    public OptionalLong size(UUID importId) throws IOException {
        return uploads.size(importId);
    }

    @Override
    public Optional<InputStream> open(UUID importId) throws IOException {
        return uploads.open(importId).map(content -> new FilterInputStream(content) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                beforeEachRead.run();
                return super.read(buffer, offset, Math.min(length, 1_024));
            }
        });
    }

    @Override
    public void discard(UUID importId) throws IOException {
        uploads.discard(importId);
    }
}

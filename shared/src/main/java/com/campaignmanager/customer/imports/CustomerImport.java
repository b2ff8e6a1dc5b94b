package com.campaignmanager.customer.imports;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The import of a large file.
 *
 * @param report what has become of the lines committed so far
 * @param reason why it failed
 */
public record CustomerImport(
        UUID id,
        ImportStatus status,
        ImportReport report,
        Optional<String> reason,
        Instant createdAt,
        Instant updatedAt) {}

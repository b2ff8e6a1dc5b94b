package com.campaignmanager.customer.imports;

import java.util.OptionalLong;

/**
 * What may be uploaded to an address, signed into it.
 *
 * @param contentType {@code text/csv} or {@code text/vcard}
 * @param size in bytes; empty: up to {@link #MAX_BYTES}
 */
public record UploadTerms(String contentType, OptionalLong size) {
    /** As much as S3 takes in one PUT. */
    public static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

    public static final String CSV = "text/csv";
    public static final String VCARD = "text/vcard";
}

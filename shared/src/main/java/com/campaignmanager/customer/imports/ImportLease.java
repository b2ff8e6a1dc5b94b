package com.campaignmanager.customer.imports;

import java.util.UUID;

/**
 * A reader's right to an import.
 *
 * @param reader this reader, as no other
 * @param recordsRead records that were committed before, by whomever
 * @param rejectedKept rejected lines already kept
 */
record ImportLease(UUID id, UUID reader, long recordsRead, int rejectedKept) {}

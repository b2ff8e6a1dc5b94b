package com.campaignmanager.customer.imports;

/**
 * What happened to some lines of a file.
 *
 * @param firstLine the first of them, from 1
 */
public record ImportNote(NoteKind kind, long count, long firstLine) {}

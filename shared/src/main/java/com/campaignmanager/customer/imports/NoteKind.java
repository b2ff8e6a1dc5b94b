package com.campaignmanager.customer.imports;

import com.campaignmanager.wire.WireName;

/** What is worth telling of a file whose rows were imported all the same. */
public enum NoteKind implements WireName {
    LINES_BEFORE_HEADER("lines before the header were passed over"),
    READ_AS_WINDOWS_1252("records were not UTF-8 and were read as Windows-1252"),
    UNREADABLE_LANGUAGE("languages were left empty, since they are no tags of BCP 47 such as sw or pt-BR"),
    UNREADABLE_TIME_ZONE("time zones were left empty, since they are no names of IANA such as Africa/Nairobi"),
    UNREADABLE_CONSENT("columns of consent hold neither a yes nor a no, and suppressed nobody");

    private final String message;

    NoteKind(String message) {
        this.message = message;
    }

    /** In words, to follow a count. */
    public String message() {
        return message;
    }
}

package com.campaignmanager.customer.imports;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects notes of a file, one of a kind. */
final class ImportNotes {
    private final Map<NoteKind, ImportNote> notes = new EnumMap<>(NoteKind.class);

    ImportNotes(Collection<ImportNote> before) {
        before.forEach(note -> notes.put(note.kind(), note));
    }

    void add(NoteKind kind, long line) {
        add(kind, 1, line);
    }

    void add(NoteKind kind, long count, long firstLine) {
        notes.merge(
                kind,
                new ImportNote(kind, count, firstLine),
                (first, more) -> new ImportNote(kind, first.count() + more.count(), first.firstLine()));
    }

    List<ImportNote> list() {
        return List.copyOf(notes.values());
    }
}

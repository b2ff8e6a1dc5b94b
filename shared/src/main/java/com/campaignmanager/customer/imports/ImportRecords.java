package com.campaignmanager.customer.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps what was rejected of an import, in the transaction that writes its customers. */
final class ImportRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ImportRecords() {}

    static void addRejected(Handle handle, UUID importId, List<ImportedLine.Bad> rejected) {
        if (rejected.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO customer_import_rejections (import_id, line, reason, fields)
                        SELECT :import, line, reason, CAST(fields AS jsonb)
                        FROM unnest(:lines, :reasons, :fields) AS new (line, reason, fields)
                        """)
                .bind("import", importId)
                .bindArray(
                        "lines",
                        Long.class,
                        rejected.stream().map(bad -> bad.rejection().line()).toArray())
                .bind(
                        "reasons",
                        rejected.stream().map(bad -> bad.rejection().reason()).toArray(String[]::new))
                .bind("fields", rejected.stream().map(bad -> json(bad.fields())).toArray(String[]::new))
                .execute();
    }

    private static String json(List<String> fields) {
        try {
            // PostgreSQL holds no NUL.
            return JSON.writeValueAsString(
                    fields.stream().map(field -> field.replace('\0', ' ')).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts can always be written", e);
        }
    }
}

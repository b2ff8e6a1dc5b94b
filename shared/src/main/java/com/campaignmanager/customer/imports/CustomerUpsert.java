package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes customers in one statement per batch: new phones are created, known ones updated. Whom it writes it notes as
 * members of the import.
 */
final class CustomerUpsert {
    private final String sql;

    /**
     * @param fields what the rows give; other fields of customers who exist are left as they are
     * @param keepsEmpty whether an empty field leaves the value of a customer who exists as it is, too
     */
    CustomerUpsert(Set<CustomerField> fields, boolean keepsEmpty) {
        Set<CustomerField> changed = EnumSet.copyOf(fields);
        changed.remove(CustomerField.PHONE);
        this.sql = INSERT.formatted(changed.isEmpty() ? "DO NOTHING" : update(changed, keepsEmpty));
    }

    // idx_customers_phone. The rows come sorted by phone and PostgreSQL takes them in that order.
    // A row that is there already and says the same is locked but not written. xmax is 0 in a row just inserted.
    private static final String INSERT = """
            WITH written AS (
                INSERT INTO customers AS c
                    (phone, first_name, last_name, location, preferred_product, language, time_zone, created_at, updated_at)
                SELECT phone, first_name, last_name, location, preferred_product, language, time_zone, <now>, <now>
                FROM unnest(:phones, :firstNames, :lastNames, :locations, :preferredProducts, :languages, :timeZones)
                    AS new (phone, first_name, last_name, location, preferred_product, language, time_zone)
                ON CONFLICT (phone) %s
                RETURNING c.id, c.xmax = 0 AS created),
            members AS (
                INSERT INTO customer_import_members (import_id, customer_id) SELECT :import, id FROM written
                ON CONFLICT DO NOTHING)
            SELECT count(*) FILTER (WHERE created) AS created, count(*) AS written FROM written
            """;

    // idx_customers_phone, customer_import_members_pkey. They were locked by the statement above.
    private static final String ADD_UNCHANGED = """
            INSERT INTO customer_import_members (import_id, customer_id)
            SELECT :import, id FROM customers WHERE phone = ANY (:phones)
            ON CONFLICT DO NOTHING
            """;

    private record Written(long created, long written) {}

    private static String update(Set<CustomerField> fields, boolean keepsEmpty) {
        Function<CustomerField, String> value = keepsEmpty
                ? field -> "coalesce(nullif(excluded." + field.wireName() + ", ''), c." + field.wireName() + ")"
                : field -> "excluded." + field.wireName();
        String assignments = joined(fields, field -> field.wireName() + " = " + value.apply(field));
        return "DO UPDATE SET " + assignments + ", updated_at = <now> WHERE ("
                + joined(fields, field -> "c." + field.wireName()) + ") IS DISTINCT FROM (" + joined(fields, value)
                + ")";
    }

    private static String joined(Set<CustomerField> fields, Function<CustomerField, String> sql) {
        return fields.stream().map(sql).collect(Collectors.joining(", "));
    }

    /** How many of the batch were created; all others of it were updated, even if nothing about them changed. */
    long write(Handle handle, UUID importId, CustomerBatch batch) {
        List<CustomerRow> rows = batch.rows();
        Written written = upsert(handle, importId, rows);
        if (written.written < rows.size()) {
            handle.createUpdate(ADD_UNCHANGED)
                    .bind("import", importId)
                    .bind("phones", CustomerBatch.column(rows, CustomerRow::phone))
                    .execute();
        }
        return written.created;
    }

    private Written upsert(Handle handle, UUID importId, List<CustomerRow> rows) {
        return handle.createQuery(sql)
                .bind("phones", CustomerBatch.column(rows, CustomerRow::phone))
                .bind("firstNames", CustomerBatch.column(rows, CustomerRow::firstName))
                .bind("lastNames", CustomerBatch.column(rows, CustomerRow::lastName))
                .bind("locations", CustomerBatch.column(rows, CustomerRow::location))
                .bind("preferredProducts", CustomerBatch.column(rows, CustomerRow::preferredProduct))
                .bind("languages", CustomerBatch.column(rows, CustomerRow::language))
                .bind("timeZones", CustomerBatch.column(rows, CustomerRow::timeZone))
                .bind("import", importId)
                .map((row, _) -> new Written(row.getLong("created"), row.getLong("written")))
                .one();
    }
}

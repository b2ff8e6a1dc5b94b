package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Writes a batch of customers in one statement: new phones are created, known ones updated. */
final class CustomerUpsert {
    private final String sql;

    /** @param fields what the rows give; other fields of customers who exist are left as they are */
    CustomerUpsert(Set<CustomerField> fields) {
        Set<CustomerField> changed = EnumSet.copyOf(fields);
        changed.remove(CustomerField.PHONE);
        this.sql = changed.isEmpty() ? INSERT.formatted("DO NOTHING") : INSERT.formatted(update(changed));
    }

    // Relies on idx_customers_phone. The rows come sorted by phone and PostgreSQL takes them in that order.
    // A row that is there already and says the same is locked but not written. xmax is 0 in a row just inserted.
    private static final String INSERT = """
            WITH written AS (
                INSERT INTO customers AS c (phone, first_name, last_name, location, preferred_product, created_at, updated_at)
                SELECT phone, first_name, last_name, location, preferred_product, <now>, <now>
                FROM unnest(:phones, :firstNames, :lastNames, :locations, :preferredProducts)
                    AS new (phone, first_name, last_name, location, preferred_product)
                ON CONFLICT (phone) %s
                RETURNING c.xmax = 0 AS created)
            SELECT count(*) FILTER (WHERE created) FROM written
            """;

    private static String update(Set<CustomerField> fields) {
        String assignments = fields.stream()
                .map(field -> field.wireName() + " = excluded." + field.wireName())
                .collect(Collectors.joining(", "));
        return "DO UPDATE SET " + assignments + ", updated_at = <now> WHERE (" + names("c.", fields)
                + ") IS DISTINCT FROM (" + names("excluded.", fields) + ")";
    }

    private static String names(String prefix, Set<CustomerField> fields) {
        return fields.stream().map(field -> prefix + field.wireName()).collect(Collectors.joining(", "));
    }

    /** How many of the batch were created; all others of it were updated, even if nothing about them changed. */
    long write(Handle handle, CustomerBatch batch) {
        List<CustomerRow> rows = batch.rows();
        return handle.createQuery(sql)
                .bind("phones", CustomerBatch.column(rows, CustomerRow::phone))
                .bind("firstNames", CustomerBatch.column(rows, CustomerRow::firstName))
                .bind("lastNames", CustomerBatch.column(rows, CustomerRow::lastName))
                .bind("locations", CustomerBatch.column(rows, CustomerRow::location))
                .bind("preferredProducts", CustomerBatch.column(rows, CustomerRow::preferredProduct))
                .mapTo(Long.class)
                .one();
    }
}

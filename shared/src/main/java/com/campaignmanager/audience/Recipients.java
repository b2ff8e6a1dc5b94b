package com.campaignmanager.audience;

import com.campaignmanager.content.Recipient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads customers as recipients, within a send's transaction. They can't be deleted until it ends. */
public final class Recipients {
    private Recipients() {}

    /** How many customers match now, and the highest id among all customers. */
    public record Extent(long matching, long highestId) {}

    /** The customers with these ids, as far as they exist, by id. */
    public static List<Recipient> byIds(Handle handle, List<Long> ids) {
        // customers_pkey
        return handle.createQuery("""
                        SELECT id, phone, first_name, last_name, location, preferred_product, time_zone FROM customers
                        WHERE id = ANY (:ids) ORDER BY id FOR KEY SHARE
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .map(Recipients::recipient)
                .list();
    }

    /** The next customers that match, by id, above {@code after} and up to {@code until}. */
    private static List<Recipient> next(
            Handle handle,
            Optional<String> location,
            Optional<String> preferredProduct,
            long after,
            long until,
            int most) {
        // idx_customers_location_key, idx_customers_preferred_product_key, idx_customers_location_product_key, or
        // customers_pkey without a filter
        return handle.createQuery("""
                        SELECT id, phone, first_name, last_name, location, preferred_product, time_zone FROM customers
                        """ + through(location, preferredProduct) + " LIMIT <most> FOR KEY SHARE")
                .configure(SqlStatements.class, sql -> sql.setUnusedBindingAllowed(true))
                .bind("after", after)
                .bind("until", until)
                .bind("location", location.orElse(""))
                .bind("product", preferredProduct.orElse(""))
                .define("most", most)
                .map(Recipients::recipient)
                .list();
    }

    /** Along one index, whatever plan PostgreSQL keeps: see {@link com.campaignmanager.paging.KeysetQuery#through}. */
    private static String through(Optional<String> location, Optional<String> preferredProduct) {
        if (location.isPresent() && preferredProduct.isPresent()) {
            return "WHERE location_key COLLATE \"POSIX\" = value_key(:location) AND "
                    + along("preferred_product_key COLLATE \"POSIX\", ", "value_key(:product), ");
        }
        if (location.isPresent()) {
            return "WHERE " + along("location_key, ", "value_key(:location), ");
        }
        return "WHERE "
                + (preferredProduct.isPresent()
                        ? along("preferred_product_key, ", "value_key(:product), ")
                        : along("", ""));
    }

    private static String along(String column, String value) {
        return """
                (<column>id) > (<value>:after) AND (<column>id) <= (<value>:until)
                ORDER BY <column>id""".replace("<column>", column).replace("<value>", value);
    }

    /** How many match now, counted by the counters where the audience is not a list of ids. */
    public static Extent extent(Handle handle, Audience audience) {
        return switch (audience) {
            case Audience.Customers customers -> existing(handle, customers.ids());
            case Audience.Filter filter -> extent(handle, filter.location(), filter.preferredProduct());
            case Audience.Import(UUID id) -> imported(handle, id);
            case Audience.All _ -> extent(handle, Optional.empty(), Optional.empty());
        };
    }

    private static Extent existing(Handle handle, List<Long> ids) {
        // customers_pkey
        return handle.createQuery(
                        "SELECT count(*) AS matching, coalesce(max(id), 0) AS highest FROM customers WHERE id = ANY (:ids)")
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, _) -> new Extent(row.getLong("matching"), row.getLong("highest")))
                .one();
    }

    private static Extent imported(Handle handle, UUID importId) {
        // customer_import_members_pkey, customers_pkey
        return handle.createQuery("""
                        SELECT count(*) AS matching, coalesce(max(id), 0) AS highest
                        FROM customer_import_members JOIN customers ON id = customer_id WHERE import_id = :import
                        """)
                .bind("import", importId)
                .map((row, _) -> new Extent(row.getLong("matching"), row.getLong("highest")))
                .one();
    }

    private static List<Recipient> nextImported(Handle handle, UUID importId, long after, long until, int most) {
        // customer_import_members_pkey, customers_pkey
        return handle.createQuery("""
                        SELECT c.id, phone, first_name, last_name, location, preferred_product, time_zone
                        FROM customer_import_members AS m JOIN customers AS c ON c.id = m.customer_id
                        WHERE m.import_id = :import AND m.customer_id > :after AND m.customer_id <= :until
                        ORDER BY m.customer_id LIMIT <most> FOR KEY SHARE OF c
                        """)
                .bind("import", importId)
                .bind("after", after)
                .bind("until", until)
                .define("most", most)
                .map(Recipients::recipient)
                .list();
    }

    /**
     * The next recipients of an audience, and how far it has been read with them.
     *
     * @param upTo the id of the last of them, or {@code until} if there are no more; named customers who no longer exist are
     *     skipped
     */
    public record Chunk(List<Recipient> recipients, long upTo) {}

    /** The next recipients above {@code after} and up to {@code until}, at most so many. */
    public static Chunk next(Handle handle, Audience audience, long after, long until, int most) {
        return switch (audience) {
            case Audience.Customers customers -> {
                List<Long> ids = customers.ids().stream()
                        .filter(id -> id > after)
                        .limit(most)
                        .toList();
                yield new Chunk(byIds(handle, ids), ids.size() < most ? until : ids.getLast());
            }
            case Audience.Filter filter ->
                chunk(next(handle, filter.location(), filter.preferredProduct(), after, until, most), until, most);
            case Audience.Import(UUID id) -> chunk(nextImported(handle, id, after, until, most), until, most);
            case Audience.All _ ->
                chunk(next(handle, Optional.empty(), Optional.empty(), after, until, most), until, most);
        };
    }

    private static Chunk chunk(List<Recipient> recipients, long until, int most) {
        return new Chunk(
                recipients,
                recipients.size() < most ? until : recipients.getLast().customerId());
    }

    /** Counts by the counters, at one instant. */
    private static Extent extent(Handle handle, Optional<String> location, Optional<String> preferredProduct) {
        // idx_customer_counts_location_key or idx_customer_counts_preferred_product_key; customers_pkey
        return handle.createQuery("""
                        SELECT (SELECT coalesce(sum(total), 0) FROM customer_counts WHERE true
                        """ + filter(location, preferredProduct) + """
                        ) AS matching, (SELECT coalesce(max(id), 0) FROM customers) AS highest
                        """)
                .configure(SqlStatements.class, sql -> sql.setUnusedBindingAllowed(true))
                .bind("location", location.orElse(""))
                .bind("product", preferredProduct.orElse(""))
                .map((row, context) -> new Extent(row.getLong("matching"), row.getLong("highest")))
                .one();
    }

    private static String filter(Optional<String> location, Optional<String> preferredProduct) {
        return (location.isPresent() ? " AND location_key = value_key(:location) " : "")
                + (preferredProduct.isPresent() ? " AND preferred_product_key = value_key(:product) " : "");
    }

    private static Recipient recipient(ResultSet row, StatementContext context) throws SQLException {
        return new Recipient(
                row.getLong("id"),
                row.getString("phone"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("location"),
                row.getString("preferred_product"),
                row.getString("time_zone"));
    }
}

package com.campaignmanager.customer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Which values customers have, and how many have each: what an audience can be filtered by. */
public final class CustomerValues {
    /** Values that are told at once, those of most customers; a prefix leads to the others. */
    public static final int MAX_VALUES = 100;

    private final Jdbi jdbi;

    public CustomerValues(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A field that customers are counted by. */
    public enum Field {
        LOCATION(CustomerField.LOCATION),
        PREFERRED_PRODUCT(CustomerField.PREFERRED_PRODUCT);

        private final CustomerField field;

        Field(CustomerField field) {
            this.field = field;
        }

        public String wireName() {
            return field.wireName();
        }

        public static Optional<Field> of(String wireName) {
            return Arrays.stream(values())
                    .filter(field -> field.wireName().equals(wireName))
                    .findFirst();
        }
    }

    /** @param value as most of its customers have it written */
    public record Value(String value, long count) {}

    /**
     * The values of most customers, those first; missing ones are left out.
     *
     * @param prefix how the values begin, in any case; empty: all of them
     */
    public List<Value> read(Field field, String prefix) {
        // idx_customer_counts_location_key, idx_customer_counts_preferred_product_key
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH written AS (
                            SELECT <field>_key AS key, <field> AS value, sum(total) AS total
                            FROM customer_counts
                            WHERE <field>_key > '' AND <field>_key BETWEEN value_key(:prefix)
                                                                   AND value_key(:prefix) || U&'\\+10FFFF'
                            GROUP BY 1, 2 HAVING sum(total) > 0)
                        SELECT (array_agg(value ORDER BY total DESC, value))[1] AS value, sum(total) AS count
                        FROM written GROUP BY key ORDER BY count DESC, key LIMIT :most
                        """)
                .define("field", field.wireName())
                .bind("prefix", prefix)
                .bind("most", MAX_VALUES)
                .map(ConstructorMapper.of(Value.class))
                .list());
    }
}

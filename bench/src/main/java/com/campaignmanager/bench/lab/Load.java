package com.campaignmanager.bench.lab;

import java.util.Locale;
import java.util.function.ObjLongConsumer;

/**
 * Contents for a database, the same for the same seed.
 *
 * @param name of the load and of its database
 */
public record Load(String name, ObjLongConsumer<LabDatabase> loader) {

    /** This many customers, with ids from 1. */
    public static Load customers(int count) {
        return new Load("customers_" + count, (database, seed) -> insertCustomers(database, count, seed));
    }

    /** This many customers, and campaign 1, which is being sent, with a pending message for each of them and no job in Redis. */
    public static Load dueMessages(int count) {
        return new Load("due_" + count, (database, seed) -> {
            insertCustomers(database, count, seed);
            database.run(campaign(1, "sending"));
            database.run(MessageSql.insert(1, "true"));
        });
    }

    void into(LabDatabase database, long seed) {
        loader.accept(database, seed);
    }

    /** SQL that inserts one campaign with the usual template. */
    public static String campaign(long id, String status) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO campaigns (id, name, channel, status, base_template) VALUES (%d, 'Bench', 'sms', '%s', '%s')",
                id,
                status,
                MessageSql.TEMPLATE);
    }

    /** About one in ten fields is unknown. */
    static void insertCustomers(LabDatabase database, int count, long seed) {
        database.run(String.format(Locale.ROOT, """
                INSERT INTO customers (id, phone, first_name, last_name, location, preferred_product)
                SELECT s, '+2547' || lpad(s::text, 8, '0'),
                       coalesce((ARRAY['Alice', 'Brian', 'Christine', 'David', 'Esther', 'Felix', 'Grace', 'Zoë', 'Ian'])[1 + h %% 10], ''),
                       coalesce((ARRAY['Mwangi', 'Otieno', 'Wanjiku', 'Kiptoo', 'Achieng', 'Njoroge', 'Mutua'])[1 + h / 10 %% 8], ''),
                       coalesce((ARRAY['Nairobi', 'Mombasa', 'Kisumu', 'Nakuru', 'Eldoret', 'Thika', 'Malindi'])[1 + h / 100 %% 8], ''),
                       coalesce((ARRAY['Running shoes', 'Laptop', 'Phone', 'Solar lamp', 'Blender', 'Radio'])[1 + h / 1000 %% 7], '')
                FROM (SELECT s, abs(hashint4extended(s, %d) %% 1000000) AS h FROM generate_series(1, %d) AS s) AS numbers
                """, seed, count));
        database.run("SELECT setval(pg_get_serial_sequence('customers', 'id'), " + count + ")");
        database.run("ANALYZE customers");
    }
}

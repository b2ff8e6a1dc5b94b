package com.campaignmanager.customer;

import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLState;

/** The customers, one by one. */
public final class Customers {
    static final RowMapper<Customer> MAPPER = ConstructorMapper.of(Customer.class);

    /** Lock not available, deadlock detected: https://www.postgresql.org/docs/current/errcodes-appendix.html */
    private static final Set<String> MET_OTHERS = Set.of("55P03", "40P01");
    /** With the lock time-out about 20 s, less than the API has. */
    private static final int ATTEMPTS = 200;

    private final Jdbi jdbi;
    private final CustomerChecks checks;

    public Customers(Jdbi jdbi, PhoneNumbers phones) {
        this.jdbi = jdbi;
        this.checks = new CustomerChecks(phones);
    }

    /** @throws ProblemException {@code bad_phone}, {@code invalid_request} or {@code phone_taken} */
    public Customer create(CustomerChanges fields) {
        if (fields.phone().isEmpty()) {
            throw CustomerChecks.badPhone("is required");
        }
        CustomerChanges checked = checks.checked(fields);
        // Relies on idx_customers_phone.
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO customers
                            (phone, first_name, last_name, location, preferred_product, language, time_zone,
                             created_at, updated_at)
                        VALUES (:phone, coalesce(:firstName, ''), coalesce(:lastName, ''), coalesce(:location, ''),
                                coalesce(:preferredProduct, ''), coalesce(:language, ''), coalesce(:timeZone, ''),
                                <now>, <now>)
                        ON CONFLICT (phone) DO NOTHING
                        RETURNING *
                        """)
                .bindMethods(checked)
                .map(MAPPER)
                .findOne()
                .orElseThrow(Customers::phoneTaken));
    }

    /** @throws ProblemException {@code customer_not_found} */
    public Customer get(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM customers WHERE id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne()
                .orElseThrow(() -> notFound(id)));
    }

    /** @throws ProblemException {@code customer_not_found}, {@code bad_phone}, {@code invalid_request} or {@code phone_taken} */
    public Customer patch(long id, CustomerChanges changes) {
        CustomerChanges checked = checks.checked(changes);
        try {
            // It locks the customer and then waits for an import that writes the new number. That may wait for the
            // customer.
            return Deadlocks.repeat(() -> jdbi.withHandle(handle -> handle.createQuery("""
                            UPDATE customers
                            SET phone = coalesce(:phone, phone), first_name = coalesce(:firstName, first_name),
                                last_name = coalesce(:lastName, last_name), location = coalesce(:location, location),
                                preferred_product = coalesce(:preferredProduct, preferred_product),
                                language = coalesce(:language, language), time_zone = coalesce(:timeZone, time_zone),
                                updated_at = <now>
                            WHERE id = :id
                            RETURNING *
                            """)
                    .bind("id", id)
                    .bindMethods(checked)
                    .map(MAPPER)
                    .findOne()
                    .orElseThrow(() -> notFound(id))));
        } catch (UnableToExecuteStatementException e) {
            throw PSQLState.UNIQUE_VIOLATION.getState().equals(state(e)) ? phoneTaken() : e;
        }
    }

    /**
     * Deletes a customer and all messages to them; a message in flight may still be delivered. One who isn't there is no
     * error.
     *
     * @return the campaigns that had a message to this customer pending and may be finished now
     */
    public List<Long> delete(long id) {
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(handle -> delete(handle, id));
            } catch (UnableToExecuteStatementException e) {
                if (attempt == ATTEMPTS || !MET_OTHERS.contains(state(e))) {
                    throw e;
                }
            }
        }
    }

    private static List<Long> delete(Handle handle, long id) {
        // Others may hold locks on several of the messages in another order. PostgreSQL would end a deadlock after a
        // second by failing either side. This side gives up sooner and tries again, so that no worker ever fails.
        handle.execute("SET LOCAL lock_timeout = '100ms'");
        // From here on nobody inserts a message to them, and what others inserted is committed and seen.
        handle.createQuery("SELECT id FROM customers WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
        List<Long> campaigns = campaignsWithPendingMessages(handle, id);
        handle.createUpdate("DELETE FROM customers WHERE id = :id")
                .bind("id", id)
                .execute();
        return campaigns;
    }

    /** Locks the messages, so that what their status says holds until they are gone. */
    private static List<Long> campaignsWithPendingMessages(Handle handle, long customerId) {
        // Relies on outbound_messages_customer_campaign, as the cascade does.
        return handle.createQuery("""
                        WITH locked AS (
                            SELECT campaign_id, status FROM outbound_messages
                            WHERE customer_id = :customerId ORDER BY id FOR UPDATE)
                        SELECT campaign_id FROM locked WHERE status = 'pending' ORDER BY campaign_id
                        """)
                .bind("customerId", customerId)
                .mapTo(Long.class)
                .list();
    }

    private static String state(UnableToExecuteStatementException e) {
        return e.getCause() instanceof SQLException cause ? cause.getSQLState() : "";
    }

    private static ProblemException phoneTaken() {
        return ProblemException.of(Kind.CONFLICT, "phone_taken", "another customer has this phone number");
    }

    private static ProblemException notFound(long id) {
        return ProblemException.of(Kind.NOT_FOUND, "customer_not_found", "there is no customer " + id);
    }
}

package com.campaignmanager.consent;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.database.SqlState;
import com.campaignmanager.message.FailOptedOut;
import com.campaignmanager.message.RecallMessages;
import com.campaignmanager.message.RetryMessages;
import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second half of an opt-out (contract 11.6). Its row is committed, so whatever makes messages from now on sees it; this
 * fails the messages that were made before. After that none to this phone begins. Safe at any time, twice, by any number at
 * once.
 */
public final class FinishOptOuts {
    /** Rows that one transaction finishes: worker runs wait for it for some milliseconds. */
    static final int CHUNK = 500;

    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);

    /** What ends a transaction that met others who lock the same messages in another order. */
    private static final Set<String> MET_OTHERS = Set.of(SqlState.LOCKED, SqlState.DEADLOCK);

    /** With the short lock time-out about 20 s, less than the API has. */
    private static final int ATTEMPTS = 200;

    private static final Logger log = LoggerFactory.getLogger(FinishOptOuts.class);

    private final Jdbi jdbi;
    private final CloseCampaigns close;

    public FinishOptOuts(Jdbi jdbi, CloseCampaigns close) {
        this.jdbi = jdbi;
        this.close = close;
    }

    /** Finishes what others have left: a process that was killed, or a worker that learned of opt-outs from its provider. */
    public void run(Deadline deadline) {
        boolean more = true;
        while (more && !deadline.isWithin(MAX_CHUNK_TIME)) {
            more = next();
        }
    }

    /**
     * Finishes the next of them, as many as one transaction does.
     *
     * @return whether there may be more
     */
    public boolean next() {
        try {
            List<Mark> marks = left();
            if (!marks.isEmpty()) {
                finish(marks);
            }
            return marks.size() == CHUNK;
        } catch (JdbiException e) {
            log.warn("opt-outs are left for the next tick to finish: {}", e.getMessage());
            return false;
        }
    }

    private List<Mark> left() {
        // idx_suppressions_unfinished
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + Mark.COLUMNS + """
                         FROM suppressions AS s WHERE s.unfinished IS NOT NULL ORDER BY s.unfinished LIMIT :chunk
                        """)
                .bind("chunk", CHUNK)
                .map((row, _) -> Mark.read(row))
                .list());
    }

    /** Fails and recalls what is pending for these phones, and clears the marks. */
    void finish(List<Mark> marks) {
        List<String> phones = marks.stream().map(Mark::phone).distinct().toList();
        jdbi.useTransaction(RetryMessages::awaitOthers);
        Set<Long> campaigns = repeat(() -> jdbi.inTransaction(handle -> finish(handle, phones, marks)));
        close.closeIfPossible(campaigns);
    }

    private static Set<Long> finish(Handle handle, Collection<String> phones, List<Mark> marks) {
        lockCustomers(handle, phones);
        // From here on others may hold locks on the same messages and runs in another order. PostgreSQL would end a
        // deadlock after a second by failing either side. This side gives up sooner and tries again, so that no worker
        // ever fails.
        handle.execute("SET LOCAL lock_timeout = '100ms'");
        FailOptedOut.nameRecipients(handle, phones);
        Set<Long> campaigns = FailOptedOut.unclaimed(handle, phones);
        // Until the commit no run claims or records. What was recorded or given back before now is pending once more.
        RecallMessages.ofOptedOut(handle, phones);
        campaigns.addAll(FailOptedOut.unclaimed(handle, phones));
        clear(handle, marks);
        return campaigns;
    }

    /**
     * Waits for inserts under way, which hold their customers FOR KEY SHARE: what they inserted is committed and seen by the
     * next statement. In the order of ids, as expansions do.
     */
    private static void lockCustomers(Handle handle, Collection<String> phones) {
        // idx_customers_phone; then by customers_pkey in the order of ids. Apart, because that order would have the
        // planner
        // walk the whole of the last index.
        handle.createQuery("""
                        WITH found AS MATERIALIZED (SELECT id FROM customers WHERE phone = ANY (:phones))
                        SELECT id FROM customers
                        WHERE id = ANY (ARRAY(SELECT id FROM found)) AND phone = ANY (:phones)
                        ORDER BY id FOR UPDATE
                        """)
                .bindArray("phones", String.class, phones.toArray())
                .mapTo(Long.class)
                .list();
    }

    private static void clear(Handle handle, List<Mark> marks) {
        // suppressions_pkey
        handle.createUpdate("""
                        UPDATE suppressions AS s SET unfinished = NULL
                        FROM unnest(:phones, :channels, :since::timestamptz[]) AS m (phone, channel, since)
                        WHERE s.phone = m.phone AND s.channel = m.channel AND s.unfinished = m.since
                        """)
                .bindArray(
                        "phones", String.class, marks.stream().map(Mark::phone).toArray())
                .bindArray(
                        "channels",
                        String.class,
                        marks.stream().map(Mark::channel).toArray())
                .bindArray(
                        "since", String.class, marks.stream().map(Mark::since).toArray())
                .execute();
    }

    private static <T> T repeat(Supplier<T> transaction) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return transaction.get();
            } catch (JdbiException e) {
                if (SqlState.allOf(e).noneMatch(MET_OTHERS::contains)) {
                    throw e;
                }
            }
        }
        return transaction.get();
    }
}

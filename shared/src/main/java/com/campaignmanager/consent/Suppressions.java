package com.campaignmanager.consent;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.paging.KeysetQuery;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.ReadLists;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.problem.ProblemException.Kind;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who must not be written to. A suppression outlives its customer. */
public final class Suppressions {
    private final Jdbi jdbi;
    private final PhoneNumbers phones;
    private final OptOuts optOuts;
    private final ReadLists lists;

    public Suppressions(Jdbi jdbi, PhoneNumbers phones, OptOuts optOuts) {
        this.jdbi = jdbi;
        this.phones = phones;
        this.optOuts = optOuts;
        this.lists = new ReadLists(jdbi);
    }

    /** A suppression that stands now, and whether it is new. */
    public record Put(Suppression suppression, boolean created) {}

    /**
     * Suppresses a phone. Once this has returned no send to it begins by this channel.
     *
     * @param reason empty: a reason that is there stays
     * @throws ProblemException {@code bad_phone}
     */
    public Put put(String phone, OptOutChannel channel, Optional<String> reason) {
        String e164 = e164(phone);
        OptOut optOut = new OptOut(e164, channel, OptOutSource.API, reason.orElse(""));
        boolean created = optOuts.record(List.of(optOut)) > 0;
        return new Put(find(e164, channel).orElseThrow(Suppressions::notFound), created);
    }

    /**
     * The suppression because of which nothing is sent to this phone by this channel; with {@link OptOutChannel#ALL} any.
     *
     * @throws ProblemException {@code bad_phone} or {@code suppression_not_found}
     */
    public Suppression get(String phone, OptOutChannel channel) {
        return find(e164(phone), channel).orElseThrow(Suppressions::notFound);
    }

    private Optional<Suppression> find(String phone, OptOutChannel channel) {
        // suppressions_pkey; the channel's own row before that of all, which comes first where any will do
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + Suppression.COLUMNS + """
                         FROM suppressions
                        WHERE phone = :phone AND (:channel = 'all' OR channel IN (:channel, 'all'))
                        ORDER BY channel <> :channel, channel LIMIT 1
                        """)
                .bind("phone", phone)
                .bind("channel", channel.wireName())
                .map((row, _) -> Suppression.read(row))
                .findOne());
    }

    /**
     * Lets a phone be written to again by this channel, or by all. Messages that have failed meanwhile stay as they are.
     * There need not be a suppression.
     *
     * @throws ProblemException {@code bad_phone}
     */
    public void delete(String phone, OptOutChannel channel) {
        String e164 = e164(phone);
        Deadlocks.repeat(() -> jdbi.withHandle(handle -> channel.rest()
                .map(rest -> deleteOne(handle, e164, channel, rest))
                .orElseGet(() -> deleteAll(handle, e164))));
    }

    private static int deleteAll(Handle handle, String phone) {
        // suppressions_pkey
        return handle.createUpdate("DELETE FROM suppressions WHERE phone = :phone")
                .bind("phone", phone)
                .execute();
    }

    /** Of a row for all channels the other one is left, unfinished if it was. */
    private static int deleteOne(Handle handle, String phone, OptOutChannel channel, OptOutChannel rest) {
        // suppressions_pkey
        return handle.createUpdate("""
                        WITH deleted AS (
                            DELETE FROM suppressions WHERE phone = :phone AND channel IN (:channel, 'all')
                            RETURNING phone, channel, source, reason, created_at, unfinished
                        )
                        INSERT INTO suppressions AS s (phone, channel, source, reason, created_at, unfinished)
                        SELECT phone, :rest, source, reason, created_at, unfinished FROM deleted WHERE channel = 'all'
                        ON CONFLICT (phone, channel) DO UPDATE SET unfinished = coalesce(s.unfinished, excluded.unfinished)
                        """)
                .bind("phone", phone)
                .bind("channel", channel.wireName())
                .bind("rest", rest.wireName())
                .execute();
    }

    /** All of them, the newest first. */
    public Page<Suppression> list(PageRequest request) {
        return lists.read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, total(handle));
            // idx_suppressions_id
            String sql = "SELECT " + Suppression.COLUMNS + " FROM suppressions " + KeysetQuery.through(List.of(), "");
            return walk.page(
                    walk.bind(handle.createQuery(sql))
                            .map((row, _) -> Suppression.read(row))
                            .list(),
                    Suppression::id);
        });
    }

    private static long total(Handle handle) {
        // at most 16 rows
        return handle.createQuery("SELECT coalesce(sum(total), 0) FROM suppression_counts")
                .mapTo(Long.class)
                .one();
    }

    private String e164(String phone) {
        return phones.e164(phone)
                .orElseThrow(() -> ProblemException.invalid(
                        "bad_phone", List.of(new FieldError("phone", "is not " + phones.accepted()))));
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                Kind.NOT_FOUND, "suppression_not_found", "nothing says that this phone must not be written to");
    }
}

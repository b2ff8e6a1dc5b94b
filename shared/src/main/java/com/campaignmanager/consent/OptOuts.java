package com.campaignmanager.consent;

import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.database.RequestTransactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes opt-outs, whatever they come from. Two commits per chunk: the rows, marked as unfinished, so that whatever makes
 * messages from then on sees them; then what {@link FinishOptOuts} does. After the call no send to these phones begins.
 */
public final class OptOuts {
    private final Jdbi jdbi;
    private final RequestTransactions requests;
    private final FinishOptOuts finish;
    private final Runnable announce;

    /**
     * @param requests those of the same database: a request with an Idempotency-Key would make one commit of both
     * @param announce lets the next tick look for what a killed process has left; before each commit that may leave it
     */
    public OptOuts(Jdbi jdbi, RequestTransactions requests, FinishOptOuts finish, Runnable announce) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.finish = finish;
        this.announce = announce;
    }

    /** A row that was marked, and whether it is new. */
    private record Marked(Mark mark, boolean created) {}

    /**
     * Records them. Who has opted out already keeps source and time of that; only the API gives another reason. If this is
     * cut short, a tick finishes the chunk at hand.
     *
     * @return how many rows are new
     */
    public long record(List<OptOut> optOuts) {
        return requests.apart(() -> recordAll(distinct(optOuts)));
    }

    private long recordAll(List<OptOut> distinct) {
        long created = 0;
        for (int from = 0; from < distinct.size(); from += FinishOptOuts.CHUNK) {
            int to = Math.min(distinct.size(), from + FinishOptOuts.CHUNK);
            created += recordChunk(distinct.subList(from, to));
        }
        return created;
    }

    /** Of repeated ones the last, sorted, so that two calls at once lock rows in one order. */
    private static List<OptOut> distinct(List<OptOut> optOuts) {
        Map<String, OptOut> byKey = new LinkedHashMap<>();
        optOuts.forEach(one -> byKey.put(one.phone() + one.channel(), one));
        List<OptOut> distinct = new ArrayList<>(byKey.values());
        distinct.sort(Comparator.comparing(OptOut::phone)
                .thenComparing(one -> one.channel().wireName()));
        return distinct;
    }

    private long recordChunk(List<OptOut> chunk) {
        announce.run();
        List<Marked> marked = Deadlocks.repeat(() -> jdbi.inTransaction(handle -> mark(handle, chunk)));
        finish.finish(marked.stream().map(Marked::mark).toList());
        return marked.stream().filter(Marked::created).count();
    }

    private static List<Marked> mark(Handle handle, List<OptOut> chunk) {
        // suppressions_pkey; xmax is 0 in a row just inserted
        return handle.createQuery("""
                        INSERT INTO suppressions AS s (phone, channel, source, reason, created_at, unfinished)
                        SELECT phone, channel, source, reason, <now>, <now>
                        FROM unnest(:phones, :channels, :sources, :reasons) AS o (phone, channel, source, reason)
                        ON CONFLICT (phone, channel) DO UPDATE SET unfinished = excluded.unfinished,
                            reason = CASE WHEN excluded.source = 'api' AND excluded.reason <> '' THEN excluded.reason
                                          ELSE s.reason END
                        RETURNING s.xmax = 0 AS created,
                        """ + Mark.COLUMNS)
                .bindArray("phones", String.class, column(chunk, OptOut::phone))
                .bindArray(
                        "channels",
                        String.class,
                        column(chunk, one -> one.channel().wireName()))
                .bindArray(
                        "sources",
                        String.class,
                        column(chunk, one -> one.source().wireName()))
                .bindArray("reasons", String.class, column(chunk, OptOut::reason))
                .map((row, _) -> new Marked(Mark.read(row), row.getBoolean("created")))
                .list();
    }

    private static Object[] column(List<OptOut> optOuts, Function<OptOut, String> value) {
        return optOuts.stream().map(value).toArray();
    }
}

package com.campaignmanager.consent;

import com.campaignmanager.campaign.DueWork;
import com.campaignmanager.database.Deadlocks;
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
    private final DueWork work;
    private final FinishOptOuts finish;

    public OptOuts(Jdbi jdbi, DueWork work, FinishOptOuts finish) {
        this.jdbi = jdbi;
        this.work = work;
        this.finish = finish;
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
        List<OptOut> distinct = distinct(optOuts);
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
        work.announceIfPossible();
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

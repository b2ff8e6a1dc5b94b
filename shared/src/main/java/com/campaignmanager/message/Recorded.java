package com.campaignmanager.message;

import com.campaignmanager.sender.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * The answer of the statement that records a run's sends.
 *
 * @param alive whether the run still has its lease; if not, nothing was recorded and nothing more may begin
 * @param ids the messages recorded; the others were deleted, or recorded before
 * @param failed those of them that have failed, with the kind of failure: more than the outcomes say, for example if a
 *     campaign was cancelled
 * @param recalls the number of recalls so far
 * @param recalled messages that the run no longer holds: they must not begin
 * @param closed channels by which nothing may begin now but a probe
 */
public record Recorded(
        boolean alive,
        Set<Long> ids,
        Map<Long, FailureKind> failed,
        long recalls,
        Set<Long> recalled,
        Set<Channel> closed) {

    static Recorded read(ResultSet row) throws SQLException {
        long recalls = row.getLong("recalls");
        boolean alive = !row.wasNull();
        return new Recorded(
                alive,
                longs(row, "ids"),
                failed(row),
                recalls,
                alive ? longs(row, "recalled") : Set.of(),
                channels((String[]) row.getArray("closed").getArray()));
    }

    Recorded with(Set<Channel> closedNow) {
        return new Recorded(alive, ids, failed, recalls, recalled, closedNow);
    }

    static Map<Long, FailureKind> failures(Query query) {
        return query.map((row, _) -> failed(row)).one();
    }

    static Set<Channel> channels(String[] names) {
        return Arrays.stream(names)
                .map(name -> Channel.of(name).orElseThrow())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Channel.class)));
    }

    private static Map<Long, FailureKind> failed(ResultSet row) throws SQLException {
        Long[] ids = (Long[]) row.getArray("failed").getArray();
        String[] kinds = (String[]) row.getArray("kinds").getArray();
        Map<Long, FailureKind> failed = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            failed.put(ids[i], FailureKind.of(kinds[i]).orElseThrow());
        }
        return failed;
    }

    private static Set<Long> longs(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Long[]) row.getArray(column).getArray()).collect(Collectors.toSet());
    }
}

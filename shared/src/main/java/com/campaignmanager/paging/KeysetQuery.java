package com.campaignmanager.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/**
 * The way through an index by id to the rows of one page: from the newest row or from the oldest, whichever is nearer,
 * so that the last page costs what the first one does. The SQL ends with {@link #through}, and is read in one
 * snapshot with the count of the rows ({@link ReadLists}).
 */
public final class KeysetQuery {
    private final PageRequest request;
    private final long total;
    private final boolean ascending;
    private final long before;
    private final long after;
    private final long offset;
    private final long limit;

    /** @param total rows in the whole list */
    public KeysetQuery(PageRequest request, long total) {
        this.request = request;
        this.total = total;
        switch (request.start()) {
            case PageRequest.Start.ByNumber _ -> {
                long from = Math.min(request.offset(), total);
                long to = Math.min(from + request.size(), total);
                ascending = total - to < from;
                before = Long.MAX_VALUE;
                after = Long.MIN_VALUE;
                offset = ascending ? total - to : from;
                limit = to - from;
            }
            case PageRequest.Start.Before(long id) -> {
                ascending = false;
                before = id;
                after = Long.MIN_VALUE;
                offset = 0;
                limit = oneMore();
            }
            case PageRequest.Start.After(long id) -> {
                ascending = true;
                before = Long.MAX_VALUE;
                after = id;
                offset = 0;
                limit = oneMore();
            }
        }
    }

    /**
     * What an index has before the id.
     *
     * @param column as the index has it
     * @param value as SQL, which the column must have
     */
    public record Key(String column, String value) {
        /** A column that must have the value of the parameter of its name. */
        public static Key of(String column) {
            return new Key(column, ":" + column);
        }
    }

    /**
     * The SQL from {@code WHERE} on, to which {@link #bind} gives the values but for those of the keys. Whole index keys
     * are compared and ordered by, although only the id differs: with the id alone PostgreSQL may take the primary key, and
     * reads every row of the table when few have these values.
     *
     * @param conditions more of them: each begins with {@code AND}
     */
    public static String through(List<Key> keys, String conditions) {
        return """
                WHERE (<columns>id) < (<values>:before) AND (<columns>id) > (<values>:after) <conditions>
                ORDER BY <order>id <direction> LIMIT :limit OFFSET :offset
                """.replace("<columns>", each(keys, key -> key.column + ", "))
                .replace("<values>", each(keys, key -> key.value + ", "))
                .replace("<order>", each(keys, key -> key.column + " <direction>, "))
                .replace("<conditions>", conditions);
    }

    private static String each(List<Key> keys, Function<Key, String> sql) {
        return keys.stream().map(sql).collect(Collectors.joining());
    }

    /** One row more than the page has shows whether there is a further page. */
    private int oneMore() {
        return request.size() + 1;
    }

    /** A page that ends early must have all rows beside the one that it starts from. */
    private boolean isReadUpwards() {
        return request.start() instanceof PageRequest.Start.After;
    }

    /** Gives the SQL its values. {@code <direction>} is the way through the index, {@code <reading>} that of the page. */
    public Query bind(Query statement) {
        return statement
                .define("direction", ascending ? "ASC" : "DESC")
                .define("reading", isReadUpwards() ? "ASC" : "DESC")
                .bind("before", before)
                .bind("after", after)
                .bind("limit", limit)
                .bind("offset", offset);
    }

    /** The page of the rows that the SQL gave, in its direction. */
    public <T> Page<T> page(List<T> rows, ToLongFunction<T> id) {
        boolean more = rows.size() > request.size();
        List<T> walked = more ? rows.subList(0, request.size()) : rows;
        return page(ascending ? walked.reversed() : walked, more, id);
    }

    /**
     * The page of large rows, which ends early when they would take more than {@link AnswerSize#MAX_PAGE_BYTES}; it has
     * at least one. No more rows are read than that.
     *
     * @param rows in the order {@code <reading>} of their ids
     * @param bytes the room that a row takes in an answer
     */
    public <T> Page<T> page(ResultIterable<T> rows, ToLongFunction<T> id, ToLongFunction<T> bytes) {
        List<T> taken = new ArrayList<>();
        boolean more = rows.withIterator(each -> {
            long room = AnswerSize.MAX_PAGE_BYTES;
            while (each.hasNext()) {
                T row = each.next();
                room -= bytes.applyAsLong(row);
                if (taken.size() == request.size() || room < 0 && !taken.isEmpty()) {
                    return true;
                }
                taken.add(row);
            }
            return false;
        });
        return page(isReadUpwards() ? taken.reversed() : taken, more, id);
    }

    /** @param more whether there are rows beyond the last one read */
    private <T> Page<T> page(List<T> items, boolean more, ToLongFunction<T> id) {
        Optional<PageRequest> next = items.isEmpty()
                ? nextOfNothing()
                : Optional.of(request.olderThan(id.applyAsLong(items.getLast())))
                        .filter(_ -> hasNext(more));
        Optional<PageRequest> previous = items.isEmpty()
                ? previousOfNothing()
                : Optional.of(request.newerThan(id.applyAsLong(items.getFirst())))
                        .filter(_ -> hasPrevious(more));
        return new Page<>(items, request, total, next, previous);
    }

    private boolean hasNext(boolean more) {
        return switch (request.start()) {
            case PageRequest.Start.ByNumber _ -> more || request.offset() < total - request.size();
            case PageRequest.Start.Before _ -> more;
            case PageRequest.Start.After _ -> true;
        };
    }

    private boolean hasPrevious(boolean more) {
        return switch (request.start()) {
            case PageRequest.Start.ByNumber _ -> request.page() > 1;
            case PageRequest.Start.Before _ -> true;
            case PageRequest.Start.After _ -> more;
        };
    }

    /** Beside the newest row there is the way back to it. */
    private Optional<PageRequest> nextOfNothing() {
        return request.start() instanceof PageRequest.Start.After(long id) && id < Long.MAX_VALUE
                ? Optional.of(request.olderThan(id + 1))
                : Optional.empty();
    }

    private Optional<PageRequest> previousOfNothing() {
        return request.start() instanceof PageRequest.Start.Before(long id) && id > Long.MIN_VALUE
                ? Optional.of(request.newerThan(Math.max(0, id - 1)))
                : Optional.empty();
    }
}

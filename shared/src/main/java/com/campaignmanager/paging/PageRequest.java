package com.campaignmanager.paging;

/**
 * Which page of a list is wanted. Lists show the newest first, that is the highest id.
 *
 * @param page counted from 1; with a keyset it only says which number the page is shown with
 * @param size rows a page, 1 to {@link #LARGEST}
 */
public record PageRequest(long page, int size, Start start) {
    public static final int USUAL = 20;
    public static final int LARGEST = 100;

    /** Where a page begins. */
    public sealed interface Start {
        /** So many pages from the newest row; rows that come in between move everything on. */
        record ByNumber() implements Start {}

        /** With the next older row than this one; nothing is repeated or skipped, whatever comes in between. */
        record Before(long id) implements Start {}

        /** So that it ends with the next newer row than this one. */
        record After(long id) implements Start {}
    }

    /** A page less than 1 is the first, a size less than 1 the usual one, one over {@link #LARGEST} that. */
    public PageRequest {
        page = Math.max(1, page);
        size = size < 1 ? USUAL : Math.min(size, LARGEST);
    }

    /** A page by its number. */
    public static PageRequest of(long page, int size) {
        return new PageRequest(page, size, new Start.ByNumber());
    }

    PageRequest olderThan(long id) {
        return new PageRequest(page + 1, size, new Start.Before(id));
    }

    PageRequest newerThan(long id) {
        return new PageRequest(page - 1, size, new Start.After(id));
    }

    /** Rows before the page; {@link Long#MAX_VALUE} if there are more than a number can say. */
    long offset() {
        return page - 1 > Long.MAX_VALUE / size ? Long.MAX_VALUE : (page - 1) * size;
    }
}

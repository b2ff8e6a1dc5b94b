package com.campaignmanager.paging;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param total rows in the whole list
 * @param next what gives the older rows that follow, if there are any
 * @param previous what gives the newer rows before it, if there are any
 */
public record Page<T>(
        List<T> items, PageRequest request, long total, Optional<PageRequest> next, Optional<PageRequest> previous) {
    public Page {
        items = List.copyOf(items);
    }

    public long totalPages() {
        return Math.ceilDiv(total, request.size());
    }
}

package com.campaignmanager.api;

import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.PageRequest.Start;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** EndpointAdapter with a page of a list, and in {@code Link} (RFC 8288) with the way to the next and the previous one. */
final class Lists {
    private Lists() {}

    record Pagination(long page, int pageSize, long totalCount, long totalPages) {}

    record PageView<T>(List<T> data, Pagination pagination) {}

    /** @param path the list's own */
    static <T> ResponseEntity<PageView<T>> answer(Page<T> page, String path, Query query) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        String links = Stream.of(
                        page.next().map(next -> link(path, next, query, "next")),
                        page.previous().map(previous -> link(path, previous, query, "prev")))
                .flatMap(link -> link.stream())
                .collect(Collectors.joining(", "));
        if (!links.isEmpty()) {
            answer.header(HttpHeaders.LINK, links);
        }
        PageRequest request = page.request();
        return answer.body(new PageView<>(
                page.items(), new Pagination(request.page(), request.size(), page.total(), page.totalPages())));
    }

    private static String link(String path, PageRequest request, Query query, String relation) {
        String start = switch (request.start()) {
            case Start.ByNumber _ -> "";
            case Start.Before(long id) -> "&" + Query.BEFORE_ID + "=" + id;
            case Start.After(long id) -> "&" + Query.AFTER_ID + "=" + id;
        };
        return "<" + path + "?" + Query.PAGE + "=" + request.page() + "&" + Query.PAGE_SIZE + "=" + request.size()
                + query.filters() + start + ">; rel=\"" + relation + "\"";
    }
}

package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Sample;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.packaging.HttpEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API's reads of one database, in milliseconds in the handler. To be comparable, each must return as much as in a
 * database of any other size: the right total, or a whole page.
 */
final class Reads {
    /** The largest campaign, by its id. */
    static final String CAMPAIGN = "campaign with stats";

    private static final int PAGE = 20;
    /** Not more pages than the warm-up reads: a page that has never been read is not in memory, which is a different case. */
    private static final int PAGES_OF_A_WALK = 500;

    private static final Pattern NEXT = Pattern.compile("<([^?>]+)\\?([^>]+)>; rel=\"next\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMPAIGNS = "/campaigns";
    private static final String LARGEST = CAMPAIGNS + "/" + ManyMessages.LARGEST;
    private static final String MESSAGES = LARGEST + "/messages";

    private final Invocation api;
    private final ManyMessages size;

    Reads(Invocation api, ManyMessages size) {
        this.api = api;
        this.size = size;
    }

    /** A path and its query. */
    private record Request(String path, String query) {}

    /** @param next the next request of a client that follows the links */
    private record Answer(double millis, JsonNode body, Optional<Request> next) {}

    /** The reads by name. A read of a next page follows the link that the page before gave, from the first page on. */
    Map<String, Sample> all() {
        Map<String, Sample> all = new LinkedHashMap<>();
        all.put(CAMPAIGN, this::campaign);
        all.put("campaigns, first page", same(new Request(CAMPAIGNS, "")));
        all.put("campaigns, last page", same(new Request(CAMPAIGNS, "page=" + size.campaigns() / PAGE)));
        all.put("campaigns, next page", walk(new Request(CAMPAIGNS, "page=1")));
        for (String status : List.of("sent", "pending", "failed")) {
            all.put("messages " + status + ", first page", same(new Request(MESSAGES, "status=" + status)));
            all.put("messages " + status + ", next page", walk(new Request(MESSAGES, "status=" + status)));
        }
        return all;
    }

    private double campaign() throws Exception {
        Answer answer = get(new Request(LARGEST, ""));
        if (answer.body.path("stats").path("total").asInt() != size.largestCampaign()) {
            throw new IllegalStateException("wrong statistics: " + answer.body);
        }
        return answer.millis;
    }

    private Sample same(Request request) {
        return () -> page(request).millis;
    }

    /** Reads page after page, and starts again when there is no further page or enough have been read. */
    private Sample walk(Request start) {
        return new Sample() {
            private Request request = start;
            private int pages;

            @Override
            public double take() throws Exception {
                Answer answer = page(request);
                request = ++pages % PAGES_OF_A_WALK == 0 ? start : answer.next.orElse(start);
                return answer.millis;
            }
        };
    }

    private Answer page(Request request) throws Exception {
        Answer answer = get(request);
        if (answer.body.path("data").size() != PAGE) {
            throw new IllegalStateException("not a whole page: " + request + ": " + answer.body);
        }
        return answer;
    }

    private Answer get(Request request) throws Exception {
        String event = HttpEvent.get(request.path, request.query);
        Watch watch = Watch.start();
        byte[] bytes = api.call(event);
        double millis = watch.millis();
        JsonNode answer = api.expect(200, bytes);
        return new Answer(millis, JSON.readTree(answer.path("body").asText()), next(answer.path("headers")));
    }

    private static Optional<Request> next(JsonNode headers) {
        Matcher link =
                NEXT.matcher(headers.path("Link").asText(headers.path("link").asText("")));
        return link.find() ? Optional.of(new Request(link.group(1), link.group(2))) : Optional.empty();
    }
}

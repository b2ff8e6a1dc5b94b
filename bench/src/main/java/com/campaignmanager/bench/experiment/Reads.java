package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.packaging.HttpEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API's reads, each many times over, in milliseconds in the handler. */
final class Reads {
    private static final Pattern NEXT = Pattern.compile("<([^?>]+)\\?([^>]+)>; rel=\"next\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMPAIGNS = "/campaigns";
    private static final String MESSAGES = CAMPAIGNS + "/" + ManyMessages.LARGEST + "/messages";

    private final Invocation api;
    private final int times;

    Reads(Invocation api, int times) {
        this.api = api;
        this.times = times;
    }

    /** A path and its query. */
    private record Request(String path, String query) {}

    private record Answer(double millis, JsonNode content) {}

    void warmUp() throws Exception {
        for (int i = 0; i < times; i++) {
            get(new Request(CAMPAIGNS + "/" + ManyMessages.LARGEST, ""));
            get(new Request(CAMPAIGNS, ""));
            get(new Request(MESSAGES, "status=sent"));
        }
    }

    Map<String, Series> all(ManyMessages size) throws Exception {
        Map<String, Series> all = new LinkedHashMap<>();
        all.put("campaign with stats", campaign(size, () -> false));
        all.put("campaigns, first page", same(new Request(CAMPAIGNS, "")));
        all.put("campaigns, last page", same(new Request(CAMPAIGNS, "page=" + Math.ceilDiv(size.campaigns(), 20))));
        all.put("campaigns by Link", walk(new Request(CAMPAIGNS, "page=1")));
        for (String status : List.of("sent", "pending", "failed")) {
            all.put("messages " + status + ", first page", same(new Request(MESSAGES, "status=" + status)));
            all.put("messages " + status + " by Link", walk(new Request(MESSAGES, "status=" + status)));
        }
        return all;
    }

    /**
     * The largest campaign, whose total must be right each time.
     *
     * @param enough ends it before its time
     */
    Series campaign(ManyMessages size, BooleanSupplier enough) throws Exception {
        List<Double> millis = new ArrayList<>();
        while (millis.size() < times && (millis.isEmpty() || !enough.getAsBoolean())) {
            Answer answer = get(new Request(CAMPAIGNS + "/" + ManyMessages.LARGEST, ""));
            JsonNode body = JSON.readTree(answer.content.path("body").asText());
            if (body.path("stats").path("total").asInt() != size.largestCampaign()) {
                throw new IllegalStateException("wrong statistics: " + body);
            }
            millis.add(answer.millis);
        }
        return Series.of(millis);
    }

    private Series same(Request request) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            millis.add(get(request).millis);
        }
        return Series.of(millis);
    }

    /** From page to page as a client goes that follows the links, round to the start when there is none. */
    private Series walk(Request start) throws Exception {
        List<Double> millis = new ArrayList<>();
        Request request = start;
        while (millis.size() < times) {
            Answer answer = get(request);
            millis.add(answer.millis);
            request = next(answer.content).orElse(start);
        }
        return Series.of(millis);
    }

    private static Optional<Request> next(JsonNode answer) {
        JsonNode headers = answer.path("headers");
        Matcher link =
                NEXT.matcher(headers.path("Link").asText(headers.path("link").asText("")));
        return link.find() ? Optional.of(new Request(link.group(1), link.group(2))) : Optional.empty();
    }

    private Answer get(Request request) throws Exception {
        String event = HttpEvent.get(request.path, request.query);
        Watch watch = Watch.start();
        byte[] answer = api.call(event);
        double millis = watch.millis();
        return new Answer(millis, api.expect(200, answer));
    }
}

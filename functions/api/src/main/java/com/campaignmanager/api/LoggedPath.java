package com.campaignmanager.api;

import com.campaignmanager.log.CampaignId;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request's path, as far as the log may have it: anyone can put anything into a path, a phone number for example. */
public final class LoggedPath {
    private static final Pattern CAMPAIGN = Pattern.compile("/campaigns/([0-9]{1,18})(?:/.*)?");
    /** Words of our own routes, UUIDs, and numbers with fewer digits than any phone number. */
    private static final Pattern HARMLESS =
            Pattern.compile("|[a-z][a-z.-]{0,29}|[0-9]{1,6}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern LAST_DIGITS = Pattern.compile("[0-9]{4}$");

    private final String path;

    public LoggedPath(Optional<String> path) {
        this.path = path.orElse("");
    }

    /** Names the campaign that the path is about, if it is about one, on each line that follows. */
    CampaignId.Lines namesItsCampaign() {
        Matcher campaign = CAMPAIGN.matcher(path);
        return campaign.matches() ? CampaignId.onEachLine(Long.parseLong(campaign.group(1))) : () -> {};
    }

    /** With dots for what it may not have, and the last four digits, if it ends in digits. */
    @Override
    public String toString() {
        return Arrays.stream(path.split("/", -1)).map(LoggedPath::logged).collect(Collectors.joining("/"));
    }

    private static String logged(String segment) {
        if (HARMLESS.matcher(segment).matches()) {
            return segment;
        }
        Matcher end = LAST_DIGITS.matcher(segment);
        return end.find() ? "…" + end.group() : "…";
    }
}

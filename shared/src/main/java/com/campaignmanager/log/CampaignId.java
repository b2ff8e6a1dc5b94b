package com.campaignmanager.log;

import org.slf4j.MDC;

/** Names the campaign on each line that this thread logs. */
public final class CampaignId {
    static final String KEY = "campaign_id";

    private CampaignId() {}

    /** Lines about one campaign, until closed. */
    public interface Lines extends AutoCloseable {
        @Override
        void close();
    }

    /** From now until what is returned is closed; after that, the campaign named before, if there was one. */
    public static Lines onEachLine(long campaignId) {
        String before = MDC.get(KEY);
        MDC.put(KEY, Long.toString(campaignId));
        return () -> restore(before);
    }

    private static void restore(String before) {
        if (before == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, before);
        }
    }
}

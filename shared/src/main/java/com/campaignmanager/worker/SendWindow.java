package com.campaignmanager.worker;

/**
 * The number of sends that may have begun without being recorded, which is what a crash can leave in doubt. With sends of
 * 50 ms or more it is twice the slots, which keeps every slot busy while outcomes are recorded. With faster sends, which
 * would otherwise wait for the record, it grows in proportion, but never above 200.
 */
final class SendWindow {
    private static final int MAX_BEGUN = 200;
    private static final long SLOW_MILLIS = 50;
    private static final int REMEMBERED = 64;

    private final int least;
    private final long[] latencies = new long[REMEMBERED];
    private int seen;

    SendWindow(int slots) {
        this.least = 2 * slots;
    }

    /** Takes note of how long a send took. */
    void sent(long millis) {
        latencies[seen++ % REMEMBERED] = millis;
    }

    /** The size now, by the slowest of the last sends: one slow send makes it small, many fast ones make it large. */
    int size() {
        if (seen < least) {
            return least;
        }
        long slowest = 1;
        for (int i = 0; i < Math.min(seen, REMEMBERED); i++) {
            slowest = Math.max(slowest, latencies[i]);
        }
        return slowest >= SLOW_MILLIS ? least : (int) Math.min(MAX_BEGUN, least * SLOW_MILLIS / slowest);
    }
}

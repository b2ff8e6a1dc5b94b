package com.campaignmanager.faults;

import java.util.SplittableRandom;

/** The reaction of the provider to a request. */
enum Reaction {
    ACCEPT(8_957, 202, true, false),
    REFUSE(200, 422, false, false),
    BUSY(200, 503, false, false),
    /** Rare: each one halves the channel's rate, which then takes a quarter of a minute to double again. */
    THROTTLE(3, 429, false, false),
    ERROR_BEFORE(150, 500, false, true),
    ERROR_AFTER(150, 500, true, true),
    HANG_BEFORE(20, 0, false, true),
    HANG_AFTER(20, 0, true, true),
    CUT_BEFORE(150, 0, false, true),
    CUT_AFTER(150, 0, true, true);

    private static final int ALL = 10_000;

    /** Of {@link #ALL} requests so many get this. */
    private final int share;

    private final int status;
    private final boolean accepts;
    private final boolean uncertain;

    Reaction(int share, int status, boolean accepts, boolean uncertain) {
        this.share = share;
        this.status = status;
        this.accepts = accepts;
        this.uncertain = uncertain;
    }

    static Reaction draw(SplittableRandom random) {
        int rest = random.nextInt(ALL);
        for (Reaction reaction : values()) {
            rest -= reaction.share;
            if (rest < 0) {
                return reaction;
            }
        }
        throw new IllegalStateException("the shares do not add up to " + ALL);
    }

    int status() {
        return status;
    }

    /** Whether the message has arrived. */
    boolean accepts() {
        return accepts;
    }

    /** Whether the sender can't know the outcome. */
    boolean isUncertain() {
        return uncertain;
    }
}

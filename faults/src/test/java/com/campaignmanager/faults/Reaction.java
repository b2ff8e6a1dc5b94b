package com.campaignmanager.faults;

import java.util.SplittableRandom;

/** What the provider does with a request. */
enum Reaction {
    ACCEPT(886, 202, true, false),
    REFUSE(20, 422, false, false),
    BUSY(20, 503, false, false),
    THROTTLE(10, 429, false, false),
    ERROR_BEFORE(15, 500, false, true),
    ERROR_AFTER(15, 500, true, true),
    HANG_BEFORE(2, 0, false, true),
    HANG_AFTER(2, 0, true, true),
    CUT_BEFORE(15, 0, false, true),
    CUT_AFTER(15, 0, true, true);

    private final int perThousand;
    private final int status;
    private final boolean accepts;
    private final boolean uncertain;

    Reaction(int perThousand, int status, boolean accepts, boolean uncertain) {
        this.perThousand = perThousand;
        this.status = status;
        this.accepts = accepts;
        this.uncertain = uncertain;
    }

    static Reaction draw(SplittableRandom random) {
        int rest = random.nextInt(1_000);
        for (Reaction reaction : values()) {
            rest -= reaction.perThousand;
            if (rest < 0) {
                return reaction;
            }
        }
        throw new IllegalStateException("the shares do not add up to 1,000");
    }

    int status() {
        return status;
    }

    /** Whether the message has arrived. */
    boolean accepts() {
        return accepts;
    }

    /** Whether the one who sent it can't know. */
    boolean isUncertain() {
        return uncertain;
    }
}

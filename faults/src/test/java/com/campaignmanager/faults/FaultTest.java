package com.campaignmanager.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Kills everything at random, or takes a server's role from it. {@code -Dfaults.kills=1000} says how often.
 * {@code -Dfaults.seed=…} repeats a run: the same faults come in the same order, though not at the same instruction.
 */
class FaultTest {
    /** The largest number of sends begun and not recorded, with five slots and sends of 50 ms or more. */
    private static final int IN_DOUBT_A_KILL = 10;

    private final long seed = Long.getLong("faults.seed", new SplittableRandom().nextLong(1_000_000));
    private final int kills = Integer.getInteger("faults.kills", 6);

    @Test
    void whatever_is_killed_every_message_is_accounted_for_and_sent_twice_only_within_the_bound() throws Exception {
        Tally tally = new FaultRun(seed, kills, "resend").run();
        Child.print(tally.report());

        SoftAssertions softly = new SoftAssertions();
        assertAccountedFor(softly, tally);
        softly.assertThat(tally.duplicateCount())
                .as("duplicates")
                .isLessThanOrEqualTo((long) IN_DOUBT_A_KILL * tally.workerKills());
        softly.assertAll();
        assertThat(tally.sent()).isPositive();
    }

    @Test
    void when_uncertain_sends_fail_no_message_is_ever_sent_twice_and_no_more_fail_than_the_bound() throws Exception {
        Tally tally = new FaultRun(seed + 1, Math.max(1, kills / 2), "fail").run();
        Child.print(tally.report());

        SoftAssertions softly = new SoftAssertions();
        assertAccountedFor(softly, tally);
        softly.assertThat(tally.duplicateCount() + tally.afterUncertainAnswers())
                .as("duplicates")
                .isZero();
        softly.assertThat(tally.failedUncertain())
                .as("failed as uncertain")
                .isLessThanOrEqualTo(tally.uncertainAnswers() + (long) IN_DOUBT_A_KILL * tally.workerKills());
        softly.assertAll();
    }

    private static void assertAccountedFor(SoftAssertions softly, Tally tally) {
        softly.assertThat(tally.quiet()).as("every campaign has closed").isTrue();
        softly.assertThat(tally.pending()).as("stuck").isZero();
        softly.assertThat(tally.lost()).as("lost").isEmpty();
        softly.assertThat(tally.unaccounted())
                .as("accepted, but not recorded as sent or uncertain")
                .isEmpty();
        softly.assertThat(tally.manyKeys()).as("messages with two keys").isEmpty();
        softly.assertThat(tally.miscounts()).as("wrong statistics").isZero();
        softly.assertThat(tally.leaks()).as("lines with personal data").isEmpty();
    }
}

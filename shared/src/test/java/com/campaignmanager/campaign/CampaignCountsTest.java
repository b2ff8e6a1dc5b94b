package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.testing.SameSlot;
import com.campaignmanager.testing.World;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counters behind the totals of the list of campaigns. */
class CampaignCountsTest {
    private static final String RELEASE = "UPDATE campaigns SET status = 'sending' WHERE id = ";
    private static final String GIVE_UP = "UPDATE campaigns SET status = 'draft' WHERE id = ";

    private final World world = World.with();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void who_counts_several_campaigns_in_one_transaction_and_who_counts_others_meanwhile_do_not_deadlock() {
        long released = world.campaign("scheduled");
        long givenUp = world.campaign("scheduled");
        long sent = world.campaign("draft");
        try (SameSlot sessions = new SameSlot(world);
                Handle scheduler = sessions.one().open()) {
            scheduler.begin();
            scheduler.execute(RELEASE + released);
            CompletableFuture<Void> send = CompletableFuture.runAsync(
                    () -> sessions.other().useHandle(handle -> handle.execute(RELEASE + sent)));
            Waiting.until("the other has counted or waits", () -> send.isDone() || world.waitingForLocks() > 0);
            scheduler.execute(GIVE_UP + givenUp);
            scheduler.commit();
            send.join();
        }
        assertThat(world.text("SELECT string_agg(status || ' ' || total, ', ' ORDER BY status) FROM"
                        + " (SELECT status, sum(total) AS total FROM campaign_counts GROUP BY status) AS counts"))
                .isEqualTo("draft 1, scheduled 0, sending 2");
    }
}

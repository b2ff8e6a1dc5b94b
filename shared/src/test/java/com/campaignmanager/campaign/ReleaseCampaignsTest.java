package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.testing.World;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCampaignsTest {
    private final World world = World.with();
    private final ReleaseCampaigns release = world.release();

    @AfterEach
    void close() {
        world.close();
    }

    private long due(String audience, int minutesAgo) {
        long campaign = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now() - interval '%d minutes', audience = '%s' WHERE id = %d"
                .formatted(minutesAgo, audience, campaign));
        return campaign;
    }

    @Test
    void a_campaign_is_released_for_good_while_the_next_one_still_waits_for_something() {
        long customer = world.customers(1).getFirst();
        long first = due("{\"customer_ids\":[" + customer + "]}", 2);
        long second = due("{\"all\":true}", 1);
        CompletableFuture<Long> releasing;
        try (Handle other = world.jdbi().open()) {
            other.begin();
            other.execute("LOCK TABLE customer_counts");
            releasing = CompletableFuture.supplyAsync(release::run);

            Waiting.until("the first is being sent", () -> world.statusOf(first).equals("sending"));
            Waiting.until("the second waits", () -> world.waitingForLocks() == 1);
            assertThat(world.statusOf(second)).isEqualTo("scheduled");
            other.rollback();
        }
        assertThat(releasing.join()).isEqualTo(2);
        assertThat(world.statusOf(second)).isEqualTo("sending");
    }

    /** Only by hand: the API stores none of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "null", "[1, 2]", "{\"all\": false}", "{\"filter\": {}}", "{\"filter\": {\"location\": 7}}"
            })
    void a_due_campaign_whose_audience_cannot_be_read_holds_up_nobody_else(String unreadable) {
        world.customers(2);
        long broken = due(unreadable, 2);
        long sound = due("{\"all\": true}", 1);

        assertThat(release.run()).isEqualTo(1);

        assertThat(world.statusOf(sound)).isEqualTo("sending");
        assertThat(world.text("SELECT status || ': ' || status_reason FROM campaigns WHERE id = " + broken))
                .startsWith("draft: it was due, but its audience can't be read");
    }
}

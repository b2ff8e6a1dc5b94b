package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceCheck;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.testing.World;
import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A campaign to those whom an import created or updated. */
class ImportedAudienceTest {
    private static final Deadline LATE = () -> Duration.ofMinutes(1);

    private final World world = World.with();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everybody_of_the_import_gets_one_message_and_nobody_else() {
        world.customers(12_000);
        UUID id = imported("done", "id % 2 = 0");
        imported("done", "id % 2 = 1");
        long campaign = world.campaign("draft");

        SendReceipt receipt = world.send().send(campaign, Optional.of(new Audience.Import(id)));
        world.expand().run(LATE);

        assertThat(receipt.messagesQueued()).isEqualTo(6_000);
        assertThat(world.recount(campaign)).isEqualTo("6000/0/0").isEqualTo(world.stats(campaign));
        assertThat(world.text("SELECT count(*) FROM outbound_messages WHERE customer_id % 2 = 1"))
                .isEqualTo("0");
    }

    @Test
    void customers_who_are_gone_are_passed_over() {
        world.customers(10);
        UUID id = imported("done", "true");
        world.jdbi().useHandle(handle -> handle.execute("DELETE FROM customers WHERE id % 2 = 0"));
        long campaign = world.campaign("draft");

        SendReceipt receipt = world.send().send(campaign, Optional.of(new Audience.Import(id)));
        world.expand().run(LATE);

        assertThat(receipt.messagesQueued()).isEqualTo(5);
        assertThat(world.recount(campaign)).isEqualTo("5/0/0");
    }

    @Test
    void an_import_that_is_unknown_or_unfinished_can_not_be_stored() {
        world.customers(1);
        UUID running = imported("running", "true");
        UUID failed = imported("failed", "true");
        assertThat(refusal(UUID.randomUUID())).isEqualTo("import_not_found");
        assertThat(refusal(running)).isEqualTo("import_not_found");
        world.jdbi().useHandle(handle -> AudienceCheck.require(handle, new Audience.Import(failed)));
    }

    @Test
    void an_import_nobody_of_which_is_known_any_more_is_an_empty_audience() {
        long campaign = world.campaign("draft");
        Audience forgotten = new Audience.Import(UUID.randomUUID());
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> world.send().send(campaign, Optional.of(forgotten)));
        assertThat(refused.code()).isEqualTo("empty_audience");
    }

    @Test
    void it_is_stored_as_it_is_written() {
        Audience audience = new Audience.Import(new UUID(1, 2));
        assertThat(AudienceColumn.write(audience)).isEqualTo("{\"import\":\"00000000-0000-0001-0000-000000000002\"}");
        assertThat(AudienceColumn.read(AudienceColumn.write(audience))).isEqualTo(audience);
    }

    private String refusal(UUID id) {
        return catchThrowableOfType(
                        ProblemException.class,
                        () -> world.jdbi().useHandle(handle -> AudienceCheck.require(handle, new Audience.Import(id))))
                .code();
    }

    private UUID imported(String status, String who) {
        UUID id = UUID.randomUUID();
        world.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO customer_imports (id, status) VALUES (?, ?)", id, status);
            handle.execute(
                    "INSERT INTO customer_import_members (import_id, customer_id) SELECT ?, id FROM customers WHERE "
                            + who,
                    id);
        });
        return id;
    }
}

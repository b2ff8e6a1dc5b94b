package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.testing.CountedStatements;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpandAudiencesTest {
    private final World world = World.with();

    @AfterEach
    void close() {
        world.close();
    }

    private ExpandAudiences expand() {
        return world.expand();
    }

    private long sentToAll() {
        long campaign = world.campaign("draft");
        send(campaign, new Audience.All());
        return campaign;
    }

    private void send(long campaign, Audience audience) {
        world.send().send(campaign, Optional.of(audience));
    }

    private static Deadline chunks(int most) {
        AtomicInteger asked = new AtomicInteger();
        return () -> Duration.ofSeconds(asked.getAndIncrement() < most ? 60 : 0);
    }

    @Test
    void everybody_who_was_there_at_the_send_gets_one_message_and_nobody_who_came_later() {
        world.customers(12_000);
        long campaign = sentToAll();
        world.customers(10);

        assertThat(expand().run(chunks(100))).isEqualTo(12_000);

        assertThat(world.recount(campaign)).isEqualTo("12000/0/0").isEqualTo(world.stats(campaign));
        assertThat(world.text("SELECT expanding || ' ' || recipients_expected FROM campaigns"))
                .isEqualTo("false 12000");
    }

    @Test
    void an_expansion_that_stops_between_chunks_is_taken_up_where_it_stopped() {
        world.customers(12_000);
        long campaign = sentToAll();

        expand().run(chunks(1));
        assertThat(world.stats(campaign)).isEqualTo("100/0/0");
        expand().run(chunks(1));
        expand().run(chunks(100));

        assertThat(world.recount(campaign)).isEqualTo("12000/0/0");
    }

    @Test
    void a_campaign_cannot_close_before_its_expansion_has_finished() throws Exception {
        world.customers(6_000);
        long campaign = sentToAll();
        expand().run(chunks(1));

        world.drained(ScriptedSender.accepting());
        assertThat(world.stats(campaign)).isEqualTo("0/100/0");
        assertThat(world.statusOf(campaign)).isEqualTo("sending");

        expand().run(chunks(100));
        world.drained(ScriptedSender.accepting());
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(world.stats(campaign)).isEqualTo("0/6000/0");
    }

    @Test
    void a_campaign_of_the_longest_messages_there_can_be_is_sent_to_everybody() throws Exception {
        world.longCustomers(300);
        long campaign = sentToAll();
        world.run("UPDATE campaigns SET channel = 'whatsapp', base_template = '" + World.LONGEST_TEMPLATE + "'");
        CountedStatements inserts = CountedStatements.of(world.jdbi(), "INSERT INTO outbound_messages");

        assertThat(expand().run(chunks(100))).isEqualTo(300);
        // 49 in a statement: three for the first hundred, five for the rest
        assertThat(inserts.count()).isEqualTo(8);

        world.drained(ScriptedSender.accepting());
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(world.recount(campaign)).isEqualTo("0/300/0");
    }

    @Test
    void a_campaign_that_breaks_halfway_sends_the_messages_of_its_earlier_chunks_and_closes_by_them() throws Exception {
        world.customers(300);
        long campaign = sentToAll();
        expand().run(chunks(1));
        world.run("UPDATE campaigns SET base_template = 'Hi {nickname}'");

        expand().run(chunks(10));
        assertThat(world.statusOf(campaign)).isEqualTo("sending");
        world.drained(ScriptedSender.accepting());

        assertThat(world.text("SELECT status || ' ' || recipients_expected || ' ' || status_reason FROM campaigns"))
                .startsWith("sent 100 not all messages were made")
                .contains("nickname");
        assertThat(world.stats(campaign)).isEqualTo("0/100/0").isEqualTo(world.recount(campaign));
    }

    @Test
    void the_first_chunk_is_small_so_that_its_messages_go_out_at_once() {
        world.customers(1_000);
        long campaign = sentToAll();

        expand().run(chunks(2));

        assertThat(world.stats(campaign)).isEqualTo("300/0/0");
    }

    @Test
    void several_expansions_at_once_share_the_work_without_overlap() throws Exception {
        world.customers(11_000);
        long one = sentToAll();
        long other = sentToAll();

        List<Thread> schedulers = List.of(
                Thread.ofVirtual().start(() -> expand().run(chunks(100))),
                Thread.ofVirtual().start(() -> expand().run(chunks(100))),
                Thread.ofVirtual().start(() -> expand().run(chunks(100))));
        for (Thread scheduler : schedulers) {
            scheduler.join();
        }
        expand().run(chunks(100));

        assertThat(world.recount(one)).isEqualTo("11000/0/0");
        assertThat(world.recount(other)).isEqualTo("11000/0/0");
    }

    @Test
    void named_customers_who_are_gone_by_then_are_passed_over() {
        List<Long> ids = world.customers(10);
        long campaign = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now(), audience = '"
                + AudienceColumn.write(new Audience.Customers(ids)) + "'");
        world.run("DELETE FROM customers WHERE id = " + ids.get(3));

        world.release().run();
        expand().run(chunks(10));

        assertThat(world.recount(campaign)).isEqualTo("9/0/0");
    }

    @Test
    void a_broken_audience_holds_up_nobody_else() {
        world.customers(3);
        long broken = sentToAll();
        world.run("UPDATE campaigns SET base_template = 'Hi {nickname}' WHERE id = " + broken);
        long sound = sentToAll();

        expand().run(chunks(10));

        assertThat(world.recount(sound)).isEqualTo("3/0/0");
        assertThat(world.statusOf(broken)).isEqualTo("failed");
        assertThat(world.text("SELECT status_reason FROM campaigns WHERE id = " + broken))
                .contains("nickname");
    }

    @Test
    void a_due_campaign_without_an_audience_or_without_a_match_is_a_draft_again_with_the_reason() {
        long none = world.campaign("scheduled");
        long nobody = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now()");
        world.run("UPDATE campaigns SET audience = '{\"filter\":{\"location\":\"Atlantis\"}}' WHERE id = " + nobody);

        assertThat(world.release().run()).isZero();

        assertThat(world.text("SELECT status || ': ' || status_reason FROM campaigns WHERE id = " + none))
                .isEqualTo("draft: it was due, but has no audience");
        assertThat(world.text("SELECT status || ': ' || status_reason FROM campaigns WHERE id = " + nobody))
                .isEqualTo("draft: it was due, but its audience matched no customer");
    }

    @Test
    void a_campaign_is_released_when_its_time_has_come_and_not_before() {
        world.customers(2);
        long campaign = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now() + interval '1 minute', audience = '{\"all\":true}'");

        assertThat(world.release().run()).isZero();
        world.databaseClock.advance(Duration.ofSeconds(61));
        assertThat(world.release().run()).isEqualTo(1);
        expand().run(chunks(10));

        assertThat(world.statusOf(campaign)).isEqualTo("sending");
        assertThat(world.recount(campaign)).isEqualTo("2/0/0");
    }
}

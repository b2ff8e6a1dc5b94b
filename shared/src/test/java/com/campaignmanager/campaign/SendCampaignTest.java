package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.database.RequestTime;
import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.CountedStatements;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendCampaignTest {
    private final World world = World.with();

    @AfterEach
    void close() {
        world.close();
    }

    private SendCampaign send() {
        return send(world.queue, world.idleHint);
    }

    private SendCampaign send(Clock clock) {
        return world.send(world.queue, world.idleHint, clock);
    }

    private SendCampaign send(SendQueue queue, IdleHint idleHint) {
        return world.send(queue, idleHint, Clock.systemUTC());
    }

    private static Optional<Audience> customers(List<Long> ids) {
        return Optional.of(new Audience.Customers(ids));
    }

    @Test
    void a_send_to_three_customers_stores_and_queues_three_rendered_messages() {
        long campaign = world.campaign("draft");
        List<Long> ids = world.customers(3);

        SendReceipt receipt = send().send(campaign, customers(ids));

        assertThat(receipt).isEqualTo(new SendReceipt(campaign, 3, CampaignStatus.SENDING));
        assertThat(world.statusOf(campaign)).isEqualTo("sending");
        assertThat(world.stats(campaign)).isEqualTo("3/0/0");
        assertThat(world.text("SELECT string_agg(rendered_content, ',' ORDER BY id) FROM outbound_messages"))
                .isEqualTo("Hi Name1,Hi Name2,Hi Name3");
        assertThat(RawRedis.list(world, "campaign_sends").reversed())
                .containsExactlyElementsOf(world.messagesOf(campaign).stream()
                        .map(id -> "{\"outbound_message_id\":" + id + "}")
                        .toList());
    }

    @Test
    void a_repeated_id_counts_once() {
        long campaign = world.campaign("draft");
        long id = world.customers(1).getFirst();

        assertThat(send().send(campaign, customers(List.of(id, id, id))).messagesQueued())
                .isEqualTo(1);
    }

    @Test
    void of_two_sends_at_once_one_is_refused() throws Exception {
        long campaign = world.campaign("draft");
        List<Long> ids = world.customers(50);
        CountDownLatch both = new CountDownLatch(2);
        Callable<String> attempt = () -> {
            both.countDown();
            both.await();
            try {
                return send().send(campaign, customers(ids)).status().wireName();
            } catch (ProblemException e) {
                return e.code();
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<String>> answers = threads.invokeAll(List.of(attempt, attempt));
            assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                    .containsExactlyInAnyOrder("sending", "wrong_status");
        }
        assertThat(world.stats(campaign)).isEqualTo("50/0/0").isEqualTo(world.recount(campaign));
    }

    @Test
    void unknown_customers_are_listed_and_nothing_changes() {
        long campaign = world.campaign("draft");
        long known = world.customers(1).getFirst();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send().send(campaign, customers(List.of(known, 7_000L, 8_000L))))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("customers_not_found");
                    assertThat(problem.more()).containsEntry("missing_customer_ids", List.of(7_000L, 8_000L));
                });
        assertThat(world.statusOf(campaign)).isEqualTo("draft");
        assertThat(world.recount(campaign)).isEqualTo("0/0/0");
    }

    @Test
    void with_redis_down_nothing_is_sent_and_nothing_changes() {
        long campaign = world.campaign("draft");
        List<Long> ids = world.customers(1);
        RedisConnections nowhere =
                new RedisConnections(new RedisSettings("redis://127.0.0.1:1", false, Optional.empty()));
        IdleHint hint = new IdleHint(nowhere, Duration.ZERO, Clock.systemUTC());

        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(() -> send(new SendQueue(nowhere), hint).send(campaign, customers(ids)));

        assertThat(world.statusOf(campaign)).isEqualTo("draft");
        nowhere.close();
    }

    @Test
    void without_an_audience_or_with_one_that_matches_nobody_a_send_is_refused() {
        long campaign = world.campaign("draft");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send().send(campaign, Optional.empty()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("no_audience"));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send().send(campaign, Optional.of(new Audience.All())))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("empty_audience"));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send().send(999, Optional.empty()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("campaign_not_found"));
        assertThat(world.statusOf(campaign)).isEqualTo("draft");
    }

    @Test
    void more_than_100000_customers_are_too_many_for_one_send() {
        long campaign = world.campaign("draft");
        List<Long> ids = LongStream.rangeClosed(1, 100_001).boxed().toList();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send().send(campaign, customers(ids)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("too_many_customers"));
    }

    @Test
    void a_send_whose_time_is_up_between_two_of_its_statements_ends_there_and_changes_nothing() {
        long campaign = world.campaign("draft");
        world.run("UPDATE campaigns SET base_template = '" + World.LONGEST_TEMPLATE + "'");
        List<Long> ids = world.longCustomers(100);
        ManualClock clock = new ManualClock();
        CountedStatements inserts = CountedStatements.of(
                world.jdbi(), "INSERT INTO outbound_messages", () -> clock.advance(Duration.ofMinutes(1)));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RequestTime.within(
                        Duration.ofSeconds(25), clock, () -> send(clock).send(campaign, customers(ids))))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("too_slow"));

        assertThat(inserts.count()).isEqualTo(1);
        assertThat(world.statusOf(campaign)).isEqualTo("draft");
        assertThat(world.recount(campaign)).isEqualTo("0/0/0");
    }

    @Test
    void a_send_to_a_filter_freezes_it_and_answers_with_the_number_of_matching_customers() {
        long campaign = world.campaign("draft");
        world.customers(10);
        world.run("UPDATE customers SET location = 'Nairobi' WHERE id % 2 = 0");
        Audience nairobi = new Audience.Filter(Optional.of("Nairobi"), Optional.empty());

        assertThat(send().send(campaign, Optional.of(nairobi)).messagesQueued()).isEqualTo(5);

        assertThat(world.text("SELECT audience::text || expanding FROM campaigns"))
                .isEqualTo("{\"filter\": {\"location\": \"Nairobi\"}}true");
        assertThat(world.recount(campaign)).isEqualTo("0/0/0");
    }
}

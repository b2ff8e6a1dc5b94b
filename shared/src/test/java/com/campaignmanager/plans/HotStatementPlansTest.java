package com.campaignmanager.plans;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plans of the hot statements, as they run in expansions and drains: on tables that were never analysed, and after a drain
 * whose statistics say that nothing is pending. Large tables are what counts, so PostgreSQL is told not to read whole tables
 * where an index serves: only then do small tables have the plans of large ones.
 */
class HotStatementPlansTest {
    private static final Path FILES = Path.of("src/test/resources/plans");
    private static final UUID IMPORT = new UUID(0, 1);
    private static final String REWRITE = "mvn -o -Pone -pl shared -am -Dtest=HotStatementPlansTest -Dplans=record";

    private final World world = World.with("WHATSAPP_RATE=100000", "DATABASE_POOL=4");

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void hot_statements_keep_their_plans_without_statistics_and_with_old_ones(String cacheMode) throws Exception {
        RunningPlans plans = RunningPlans.of(world, List.of("plan_cache_mode = " + cacheMode, "enable_seqscan = off"));
        fill();

        plans.clear();
        sendToEverybody();
        Map<HotStatement, Set<String>> neverAnalysed = plans.take();
        world.run("ANALYZE");
        sendToEverybody();
        Map<HotStatement, Set<String>> afterADrain = plans.take();

        if ("record".equals(System.getProperty("plans"))) {
            record(neverAnalysed);
        }
        SoftAssertions softly = new SoftAssertions();
        compare(softly, "on tables never analysed", neverAnalysed);
        compare(softly, "after a drain", afterADrain);
        softly.assertAll();
    }

    @Test
    void no_hot_statement_reads_all_messages_or_all_customers() throws Exception {
        RunningPlans plans = RunningPlans.of(world, List.of());
        fill();

        plans.clear();
        sendToEverybody();
        world.run("ANALYZE");
        sendToEverybody();

        Map<HotStatement, Set<String>> seen = plans.take();
        assertThat(seen).containsOnlyKeys(HotStatement.values());
        assertThat(seen.toString())
                .doesNotContain("outbound_messages by Seq Scan")
                .doesNotContain("customers by Seq Scan");
    }

    private static void compare(SoftAssertions softly, String situation, Map<HotStatement, Set<String>> seen)
            throws IOException {
        for (HotStatement statement : HotStatement.values()) {
            softly.assertThat(seen.getOrDefault(statement, Set.of()))
                    .as(
                            "the plans of %s %s; if a new plan is as good as the one in %s, rewrite the files: %s",
                            statement, situation, statement.file(), REWRITE)
                    .containsExactly(Files.readString(FILES.resolve(statement.file())));
        }
    }

    private static void record(Map<HotStatement, Set<String>> seen) throws IOException {
        Files.createDirectories(FILES);
        for (Map.Entry<HotStatement, Set<String>> plan : seen.entrySet()) {
            Files.writeString(
                    FILES.resolve(plan.getKey().file()),
                    plan.getValue().iterator().next());
        }
    }

    /** Many messages that are sent, many campaigns that wait, and opt-outs; no statistics of any of them. */
    private void fill() {
        world.run("""
                DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', name);
                    END LOOP;
                END $$
                """);
        world.customers(500);
        world.run("UPDATE customers SET location = 'Town ' || id % 2, preferred_product = 'Tea ' || id % 2");
        world.run("INSERT INTO customer_imports (id, status) VALUES ('%s', 'done')".formatted(IMPORT));
        world.run("INSERT INTO customer_import_members (import_id, customer_id) SELECT '%s', id FROM customers"
                .formatted(IMPORT));
        world.run("""
                INSERT INTO campaigns (name, channel, status, base_template)
                SELECT 'Past', 'sms', 'sent', 'Hi' FROM generate_series(1, 1000)
                """);
        world.run("""
                INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content, status)
                SELECT past.id, customer.id, 'Hi', 'sent'
                FROM campaigns AS past, (SELECT id FROM customers ORDER BY id LIMIT 100) AS customer
                """);
        world.run("""
                INSERT INTO campaigns (name, channel, status, base_template)
                SELECT 'Later', 'sms', 'sending', 'Hi' FROM generate_series(1, 1000)
                """);
        world.run("""
                INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content, next_attempt_at)
                SELECT later.id, (SELECT min(id) FROM customers), 'Hi', now() + interval '1 hour'
                FROM campaigns AS later WHERE name = 'Later'
                """);
        world.run("""
                INSERT INTO suppressions (phone, channel, source)
                SELECT '+1' || s, 'all', 'api' FROM generate_series(1, 2000) AS s
                """);
    }

    /** Expands and drains audiences of every kind, by a channel without a limit and one with. */
    private void sendToEverybody() throws InterruptedException {
        long limited = world.campaign("draft");
        world.run("UPDATE campaigns SET channel = 'whatsapp' WHERE id = " + limited);
        send(limited, new Audience.All());
        Optional<String> town = Optional.of("Town 1");
        Optional<String> tea = Optional.of("Tea 1");
        send(world.campaign("draft"), new Audience.Filter(town, Optional.empty()));
        send(world.campaign("draft"), new Audience.Filter(Optional.empty(), tea));
        send(world.campaign("draft"), new Audience.Filter(town, tea));
        send(world.campaign("draft"), new Audience.Import(IMPORT));
        world.expand().run(() -> Duration.ofMinutes(1));
        world.drained(ScriptedSender.accepting());
    }

    private void send(long campaign, Audience audience) {
        world.send().send(campaign, Optional.of(audience));
    }
}

package com.campaignmanager.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.Doorman;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.migrations.Migrations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a migration: whatever it is, CloudFormation is told, and the next try succeeds. */
class BrokenDeploymentsTest {
    private static final Patience SHORT = new Patience(Duration.ofSeconds(1), Duration.ofMillis(10));
    private static final Patience LONG = new Patience(Duration.ofMinutes(1), Duration.ofMillis(100));
    /** Two seconds more than what is kept back for the answer. */
    private static final Duration TWO_SECONDS_OF_WORK = Duration.ofSeconds(24);

    private AuroraDatabase database;
    private StackEvents stack;

    @TempDir
    private Path later;

    @BeforeEach
    void prepare() throws SQLException, IOException {
        database = AuroraDatabase.withRoles();
        stack = new StackEvents(database.properties());
        Files.writeString(
                later.resolve("V9001__slow.sql"), "CREATE TABLE slow (id bigint); SELECT pg_advisory_xact_lock(9001)");
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void time_that_runs_out_is_told_before_the_function_dies_and_nothing_of_it_goes_on() throws Exception {
        try (Connection blocker = blockTheSlowOne()) {
            JsonNode answer = stack.send(slow(database.migratorUrl()), "Create", TWO_SECONDS_OF_WORK);
            assertFailed(answer, "not done after 2 s");
            Waiting.until("the migrator has no session", () -> sessionsOfMigrator() == 0);
            blocker.createStatement().execute("SELECT pg_advisory_unlock_all()");
        }
        assertSuccess(stack.create(slow(database.migratorUrl())));
    }

    @Test
    void a_migrator_killed_in_the_middle_leaves_no_lock_and_the_next_one_finishes() throws Exception {
        try (Connection blocker = blockTheSlowOne()) {
            Process killed = KilledMigrator.start(database, stack, later);
            Waiting.until("the migration is under way", () -> waitingForTheLock() == 1);
            killed.destroyForcibly().waitFor();
            Waiting.until("the migrator has no session", () -> sessionsOfMigrator() == 0);
            blocker.createStatement().execute("SELECT pg_advisory_unlock_all()");
        }
        assertThat(stack.gotNothing()).isTrue();
        assertSuccess(stack.create(slow(database.migratorUrl())));
    }

    @Test
    void a_database_that_is_not_there_is_told_with_its_reason() throws Exception {
        JsonNode answer = stack.create(handler("postgresql://migrator:a-pass-word@127.0.0.1:1/campaigns", SHORT));
        assertFailed(answer, "127.0.0.1:1 refused");
        assertThat(answer.toString()).doesNotContain("a-pass-word");
    }

    @Test
    void a_wrong_password_is_told_at_once() throws Exception {
        String url = database.migratorUrl().replace("a-pass-word", "an-other-word");
        JsonNode answer = stack.send(handler(url, LONG), "Create", Duration.ofSeconds(50));
        assertFailed(answer, "password authentication failed", "28P01");
        assertThat(answer.toString()).doesNotContain("an-other-word");
    }

    @Test
    void a_database_that_says_it_is_starting_is_waited_for() throws Exception {
        try (Doorman doorman = new Doorman(database.migratorUrl(), true)) {
            CompletableFuture<JsonNode> answer = createdBehind(doorman);
            Waiting.until("it has asked again and again", () -> doorman.callers() > 2);
            doorman.wake();
            assertSuccess(answer.join());
        }
    }

    @Test
    void a_database_that_keeps_callers_waiting_is_waited_for() throws Exception {
        try (Doorman doorman = new Doorman(database.migratorUrl(), false)) {
            CompletableFuture<JsonNode> answer = createdBehind(doorman);
            Waiting.until("it waits at the door", () -> doorman.callers() > 0);
            doorman.wake();
            assertSuccess(answer.join());
        }
    }

    @Test
    void an_answer_that_is_refused_once_is_given_again() throws Exception {
        stack.refuse(1);
        assertSuccess(stack.create(handler(database.migratorUrl(), SHORT)));
    }

    @Test
    void an_answer_that_nobody_takes_fails_the_function_so_that_lambda_tries_the_event_again() throws Exception {
        stack.refuse(100);
        MigratorHandler handler = handler(database.migratorUrl(), SHORT);
        assertThatThrownBy(() -> stack.create(handler)).isInstanceOf(IOException.class);
        stack.refuse(0);
        assertSuccess(stack.create(handler));
    }

    @Test
    void bad_properties_and_settings_are_told_by_name() throws Exception {
        MigratorHandler handler = handler(database.migratorUrl(), SHORT);
        assertFailed(stack.send(handler, "Explode", StackEvents.FIVE_MINUTES), "RequestType");
        assertFailed(stack.send(handler, apiUser(""), StackEvents.FIVE_MINUTES), "ApiUser");
        assertFailed(stack.send(handler, apiUser("a\"; DROP TABLE x"), StackEvents.FIVE_MINUTES), "ApiUser");
        assertFailed(stack.send(handler, apiUser("no_such_role"), StackEvents.FIVE_MINUTES), "no_such_role");
        assertFailed(stack.create(handler("", SHORT)), "DATABASE_URL is missing");
    }

    @Test
    void an_event_without_an_address_to_answer_to_fails_the_function() {
        ObjectNode event = stack.event("Create");
        event.remove("ResponseURL");
        assertThatThrownBy(() -> stack.send(handler(database.migratorUrl(), SHORT), event, StackEvents.FIVE_MINUTES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ResponseURL");
    }

    @Test
    void an_owner_of_the_schema_that_is_also_a_functions_role_is_refused_before_anything_is_done() throws Exception {
        MigratorHandler handler = handler(database.migratorUrl(), SHORT);
        assertFailed(
                stack.send(handler, apiUser(database.migrator), StackEvents.FIVE_MINUTES),
                database.migrator + " owns the schema and is the role of a function as well");
        assertThat(database.asMigrator("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    private ObjectNode apiUser(String name) {
        ObjectNode event = stack.event("Create");
        event.withObject("/ResourceProperties").put("ApiUser", name);
        return event;
    }

    private CompletableFuture<JsonNode> createdBehind(Doorman doorman) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return stack.create(handler(doorman.url(), LONG));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Holds what the slow migration waits for. */
    private Connection blockTheSlowOne() throws SQLException {
        Connection blocker = database.connectAsMaster();
        blocker.createStatement().execute("SELECT pg_advisory_lock(9001)");
        return blocker;
    }

    private MigratorHandler slow(String url) {
        return handler(url, SHORT, new Migrations().with("filesystem:" + later));
    }

    private static MigratorHandler handler(String url, Patience patience) {
        return handler(url, patience, new Migrations());
    }

    private static MigratorHandler handler(String url, Patience patience, Migrations migrations) {
        return new MigratorHandler(
                Map.of("DATABASE_URL", url), migrations, patience, new CloudFormation(Duration.ofMillis(1)));
    }

    private int waitingForTheLock() {
        return database.count(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 9001 AND NOT granted");
    }

    private int sessionsOfMigrator() {
        return database.count("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + database.migrator + "'");
    }

    private static void assertFailed(JsonNode answer, String... words) {
        assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText()).contains(List.of(words)).hasSizeLessThanOrEqualTo(1_000);
    }

    private static void assertSuccess(JsonNode answer) {
        assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
    }
}

package com.campaignmanager.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.migrations.Migrations;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Deployments of the schema, as CloudFormation asks for them. */
class MigratorHandlerTest {
    private static final Patience SHORT = new Patience(Duration.ofSeconds(1), Duration.ofMillis(10));

    private AuroraDatabase database;
    private StackEvents stack;

    /** Migrations of a later release. */
    @TempDir
    private Path later;

    @BeforeEach
    void prepare() throws SQLException, IOException {
        database = AuroraDatabase.withRoles();
        stack = new StackEvents(database.properties());
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void a_creation_migrates_an_empty_database_and_answers_all_that_cloudformation_needs() throws Exception {
        JsonNode answer = stack.create(handler());
        assertSuccess(answer);
        assertThat(answer.path("PhysicalResourceId").asText()).isEqualTo("Schema");
        assertThat(answer.path("StackId").asText()).startsWith("arn:aws:cloudformation:");
        assertThat(answer.path("RequestId").asText()).isEqualTo("request-Create");
        assertThat(answer.path("LogicalResourceId").asText()).isEqualTo("Schema");
        assertThat(tables()).contains("customers", "campaigns", "outbound_messages", "worker_runs");
    }

    @ParameterizedTest
    @EnumSource(FunctionRole.class)
    void no_function_can_change_the_schema(FunctionRole role) throws Exception {
        stack.create(handler());
        for (String change : List.of(
                "CREATE TABLE mine (id bigint)",
                "ALTER TABLE customers ADD COLUMN mine text",
                "DROP TABLE customers",
                "CREATE INDEX mine ON customers (first_name)",
                "TRUNCATE customers CASCADE",
                "CREATE OR REPLACE FUNCTION counting_slot() RETURNS smallint LANGUAGE sql AS 'SELECT 1::smallint'",
                "DELETE FROM flyway_schema_history")) {
            assertRefused(role, change);
        }
    }

    @Test
    void a_function_has_rights_to_the_rows_that_it_works_with() throws Exception {
        stack.create(handler());
        assertThat(database.as(FunctionRole.API, "INSERT INTO customers (phone) VALUES ('+254712345678') RETURNING id"))
                .hasSize(1);
        database.as(FunctionRole.IMPORTER, "UPDATE customers SET first_name = 'Ann'");
        assertThat(database.as(FunctionRole.WORKER, "SELECT first_name FROM customers"))
                .containsExactly("Ann");
        assertThat(database.as(FunctionRole.SCHEDULER, "SELECT sum(total) FROM customer_counts"))
                .containsExactly("1");
        assertThat(database.as(FunctionRole.WORKER, "SELECT nextval('worker_run_ids')"))
                .containsExactly("1");
        database.as(FunctionRole.API, "DELETE FROM customers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "API|INSERT INTO worker_runs (slot, lease_until) VALUES (1, now())",
                "WORKER|UPDATE customers SET phone = phone",
                "WORKER|INSERT INTO campaigns (name, channel, base_template) VALUES ('a', 'sms', 'b')",
                "WORKER|DELETE FROM outbound_messages",
                "WORKER|SELECT FROM customer_imports",
                "SCHEDULER|UPDATE customers SET phone = phone",
                "SCHEDULER|UPDATE channels SET held_since = NULL",
                "SCHEDULER|SELECT FROM customer_imports",
                "IMPORTER|DELETE FROM campaigns",
                "IMPORTER|INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content) VALUES (1, 1, 'a')",
                "IMPORTER|DELETE FROM customers"
            })
    void a_function_has_no_rights_to_what_others_work_with(FunctionRole role, String statement) throws Exception {
        stack.create(handler());
        assertRefused(role, statement);
    }

    private void assertRefused(FunctionRole role, String statement) {
        assertThatThrownBy(() -> database.as(role, statement))
                .as(statement)
                .isInstanceOf(SQLException.class)
                .extracting(thrown -> ((SQLException) thrown).getSQLState())
                .isEqualTo("42501");
    }

    @Test
    void every_table_is_some_functions() throws Exception {
        stack.create(handler());
        assertThat(database.asMigrator("""
                        SELECT tablename FROM pg_tables
                        WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'
                          AND NOT EXISTS (SELECT FROM information_schema.role_table_grants
                                          WHERE table_name = tablename AND grantee <> tableowner)
                        """))
                .as("tables that migrations/grants.sql gives to nobody")
                .isEmpty();
    }

    @Test
    void a_right_that_a_function_no_longer_needs_is_taken_away() throws Exception {
        stack.create(handler());
        database.asMigrator("GRANT ALL ON customer_imports TO " + database.roles.get(FunctionRole.WORKER));
        stack.update(handler());
        assertRefused(FunctionRole.WORKER, "SELECT FROM customer_imports");
    }

    @Test
    void an_update_runs_what_is_new_under_the_same_id() throws Exception {
        stack.create(handler());
        add("V9001__more.sql", "CREATE TABLE more (id bigint GENERATED ALWAYS AS IDENTITY, word text)");
        JsonNode answer = stack.update(handlerOfLaterRelease());
        assertSuccess(answer);
        assertThat(answer.path("PhysicalResourceId").asText()).isEqualTo("the-id-it-has");
        assertThat(answer.path("Reason").asText()).startsWith("1 migrations, now at version 9001");
        assertThat(tables()).contains("more");
    }

    @Test
    void an_update_without_anything_new_changes_nothing() throws Exception {
        stack.create(handler());
        List<String> before = database.asMigrator("SELECT installed_on FROM flyway_schema_history ORDER BY 1");
        assertSuccess(stack.update(handler()));
        assertThat(database.asMigrator("SELECT installed_on FROM flyway_schema_history ORDER BY 1"))
                .isEqualTo(before);
    }

    @Test
    void a_deletion_touches_nothing() throws Exception {
        stack.create(handler());
        assertSuccess(stack.send(handler(), "Delete", StackEvents.FIVE_MINUTES));
        assertThat(tables()).contains("customers");
    }

    @Test
    void a_deletion_of_what_never_came_to_be_needs_no_database() throws Exception {
        MigratorHandler handler = handler(Map.of("DATABASE_URL", "nonsense"), new Migrations());
        assertSuccess(stack.send(handler, "Delete", StackEvents.FIVE_MINUTES));
    }

    @Test
    void a_failing_migration_is_named_with_its_reason_and_the_old_schema_still_serves() throws Exception {
        stack.create(handler());
        add("V9001__more.sql", "CREATE TABLE more (id bigint)");
        add("V9002__wrong.sql", "DROP TABLE outbound_messages; ALTER TABLE campaigns ADD COLUMN name text");
        JsonNode answer = stack.update(handlerOfLaterRelease());
        assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText())
                .startsWith("V9002__wrong.sql: ")
                .contains("column \"name\" of relation \"campaigns\" already exists", "42701");
        assertThat(tables()).contains("outbound_messages", "more");
        database.as(FunctionRole.API, "INSERT INTO customers (phone) VALUES ('+254712345678')");
    }

    @Test
    void the_mended_migration_runs_the_next_time() throws Exception {
        add("V9001__wrong.sql", "CREATE TABLE more (id bigint); SELECT nonsense");
        assertThat(stack.create(handlerOfLaterRelease()).path("Status").asText())
                .isEqualTo("FAILED");
        add("V9001__wrong.sql", "CREATE TABLE more (id bigint)");
        assertSuccess(stack.create(handlerOfLaterRelease()));
    }

    @Test
    void a_roll_back_to_older_code_leaves_newer_migrations_alone() throws Exception {
        add("V9001__more.sql", "CREATE TABLE more (id bigint)");
        stack.create(handlerOfLaterRelease());
        assertSuccess(stack.update(handler()));
        assertThat(tables()).contains("more");
    }

    @Test
    void a_migration_that_was_edited_after_it_ran_is_refused_by_name() throws Exception {
        add("V9001__more.sql", "CREATE TABLE more (id bigint)");
        stack.create(handlerOfLaterRelease());
        add("V9001__more.sql", "CREATE TABLE more (id bigint, word text)");
        JsonNode answer = stack.update(handlerOfLaterRelease());
        assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText()).contains("checksum mismatch", "9001");
    }

    @Test
    void two_at_once_wait_for_one_another() throws Exception {
        CompletableFuture<JsonNode> one = CompletableFuture.supplyAsync(this::createFromAnotherStack);
        CompletableFuture<JsonNode> other = CompletableFuture.supplyAsync(this::createFromAnotherStack);
        assertSuccess(one.join());
        assertSuccess(other.join());
        assertThat(database.asMigrator("SELECT count(*) FROM flyway_schema_history WHERE version = '1'"))
                .containsExactly("1");
    }

    private JsonNode createFromAnotherStack() {
        try (StackEvents another = new StackEvents(database.properties())) {
            return another.create(handler());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private MigratorHandler handler() {
        return handler(Map.of("DATABASE_URL", database.migratorUrl()), new Migrations());
    }

    private MigratorHandler handlerOfLaterRelease() {
        return handler(Map.of("DATABASE_URL", database.migratorUrl()), new Migrations().with("filesystem:" + later));
    }

    private static MigratorHandler handler(Map<String, String> environment, Migrations migrations) {
        return new MigratorHandler(environment, migrations, SHORT, new CloudFormation(Duration.ofMillis(1)));
    }

    private void add(String name, String sql) throws IOException {
        Files.writeString(later.resolve(name), sql);
    }

    private List<String> tables() throws SQLException {
        return database.asMigrator("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    }

    private static void assertSuccess(JsonNode answer) {
        assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
    }
}

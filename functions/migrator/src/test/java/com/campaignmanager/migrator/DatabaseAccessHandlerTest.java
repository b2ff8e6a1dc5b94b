package com.campaignmanager.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.migrations.Migrations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of a deployment, made by a master as RDS has it, with SQL that really runs. */
class DatabaseAccessHandlerTest {
    private static final CloudFormation CLOUD_FORMATION = new CloudFormation(Duration.ofMillis(1));

    private final DatabaseAccessHandler handler =
            new DatabaseAccessHandler(new Patience(Duration.ofSeconds(10), Duration.ofMillis(1)), CLOUD_FORMATION);
    private AuroraDatabase database;
    private DataApiServer api;
    private StackEvents stack;

    @BeforeEach
    void prepare() throws SQLException, IOException {
        database = AuroraDatabase.empty();
        api = new DataApiServer(database);
        stack = new StackEvents(database.properties(Map.of(
                "ClusterArn", DataApiServer.CLUSTER,
                "SecretArn", DataApiServer.SECRET,
                "Database", database.name,
                "MigratorUser", database.migrator)));
    }

    @AfterEach
    void close() {
        api.close();
        stack.close();
    }

    @Test
    void every_role_logs_in_by_iam_and_has_no_password() throws Exception {
        assertSuccess(stack.create(handler));
        for (String role : allRoles()) {
            assertThat(database.asMaster(
                            "SELECT rolname FROM pg_roles WHERE rolcanlogin AND pg_has_role(oid, 'rds_iam', 'usage')"))
                    .contains(role);
            assertThat(database.count(
                            "SELECT count(*) FROM pg_authid WHERE rolpassword IS NULL AND rolname = '" + role + "'"))
                    .isEqualTo(1);
        }
    }

    private List<String> allRoles() {
        List<String> all = new ArrayList<>(database.roles.values());
        all.add(database.migrator);
        return all;
    }

    @Test
    void no_role_may_do_more_than_its_work() throws Exception {
        stack.create(handler);
        assertThat(database.count("""
                SELECT count(*) FROM pg_roles WHERE rolname IN ('%s')
                AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
                """.formatted(String.join("', '", allRoles()))))
                .isZero();
        database.givePasswords();
        database.asMigrator("CREATE TABLE mine (id bigint)");
        assertRefused(() -> database.asMigrator("CREATE SCHEMA mine"));
        assertRefused(() -> database.asMigrator("CREATE ROLE mine"));
        assertRefused(() -> database.asMigrator("CREATE DATABASE mine"));
        for (FunctionRole role : FunctionRole.values()) {
            assertRefused(() -> database.as(role, "CREATE TABLE theirs (id bigint)"));
            assertRefused(() -> database.as(role, "SELECT * FROM mine"));
        }
        assertThat(database.asMaster("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'"))
                .containsExactly("pg_database_owner");
    }

    @Test
    void doing_it_again_changes_nothing_and_keeps_the_id() throws Exception {
        stack.create(handler);
        JsonNode answer = stack.update(handler);
        assertSuccess(answer);
        assertThat(answer.path("PhysicalResourceId").asText()).isEqualTo("the-id-it-has");
    }

    @Test
    void a_run_that_broke_off_is_finished_by_the_next() throws Exception {
        database.asMaster("CREATE ROLE " + database.migrator + " LOGIN");
        assertSuccess(stack.create(handler));
        assertThat(database.asMaster("SELECT rolname FROM pg_roles")).containsAll(allRoles());
    }

    @Test
    void the_migrator_then_migrates_and_the_functions_work_with_the_rows() throws Exception {
        stack.create(handler);
        database.givePasswords();
        MigratorHandler migrator = new MigratorHandler(
                Map.of("DATABASE_URL", database.migratorUrl()), new Migrations(), Patience.FOR_AURORA, CLOUD_FORMATION);
        assertSuccess(stack.create(migrator));
        database.as(FunctionRole.API, "INSERT INTO customers (phone) VALUES ('+254712345678')");
        assertRefused(() -> database.as(FunctionRole.API, "DROP TABLE customers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DatabaseResumingException", "DatabaseUnavailableException", "ServiceUnavailableError"})
    void a_database_that_is_not_awake_yet_is_waited_for(String error) throws Exception {
        api.failOnceWith(error);
        api.failOnceWith(error);
        assertSuccess(stack.create(handler));
        assertThat(database.asMaster("SELECT rolname FROM pg_roles")).containsAll(allRoles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "SecretsErrorException", "HttpEndpointNotEnabledException"})
    void what_waiting_does_not_mend_is_told_at_once(String error) throws Exception {
        api.failOnceWith(error);
        JsonNode answer = stack.create(handler);
        assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText()).contains(error);
    }

    @Test
    void what_postgresql_says_is_told() throws Exception {
        api.failOnceWith("BadRequestException");
        assertThat(stack.create(handler).path("Reason").asText()).contains("as the test said");
    }

    @Test
    void a_deletion_touches_nothing() throws Exception {
        stack.create(handler);
        assertSuccess(stack.send(handler, "Delete", StackEvents.FIVE_MINUTES));
        assertThat(database.asMaster("SELECT rolname FROM pg_roles")).containsAll(allRoles());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ClusterArn",
                "SecretArn",
                "Database",
                "MigratorUser",
                "ApiUser",
                "WorkerUser",
                "SchedulerUser",
                "ImporterUser"
            })
    void a_missing_property_is_named(String property) throws Exception {
        ObjectNode event = stack.event("Create");
        event.withObject("/ResourceProperties").remove(property);
        JsonNode answer = stack.send(handler, event, StackEvents.FIVE_MINUTES);
        assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText()).contains(property);
    }

    @Test
    void one_name_for_two_roles_is_refused() throws Exception {
        ObjectNode event = stack.event("Create");
        event.withObject("/ResourceProperties").put("ApiUser", database.migrator);
        assertThat(reason(event)).contains("owns the schema and is the role of a function as well");
        event.withObject("/ResourceProperties").put("ApiUser", database.roles.get(FunctionRole.WORKER));
        assertThat(reason(event)).contains("WorkerUser is the same as another");
    }

    private String reason(ObjectNode event) throws Exception {
        return stack.send(handler, event, StackEvents.FIVE_MINUTES)
                .path("Reason")
                .asText();
    }

    private static void assertRefused(ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOf(SQLException.class)
                .extracting(thrown -> ((SQLException) thrown).getSQLState())
                .isEqualTo("42501");
    }

    private static void assertSuccess(JsonNode answer) {
        assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
    }
}

package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.campaignmanager.customer.imports.CustomerImport;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.customer.imports.ImportStatus;
import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.event.Event;
import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportHandlerTest {
    private static final String CSV = "phone,first_name\n+254712345678,Ann\n12,Bob\n";

    private final String tables = TestServers.get().newDatabase();
    private final Settings settings = Settings.from(Map.of(
            "DATABASE_URL", TestServers.get().as(FunctionRole.IMPORTER, tables), "REDIS_URL", "redis://127.0.0.1:1"));
    private final Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)));
    private final CustomerImports imports = new CustomerImports(database.jdbi());

    private final List<Event> events = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_upload_is_imported_when_s3_tells_of_it_and_a_second_notice_changes_nothing() throws IOException {
        UUID id = imports.create().id();
        try (ImportHandler handler = handler(id)) {
            String notice = "{\"Records\":[{\"s3\":{\"object\":{\"key\":\"imports/" + id + ".csv\"}}}]}";
            assertThat(invoke(handler, notice, 900_000))
                    .isEqualTo(json("{'finished':true,'imports':[{'import_id':'" + id + "','outcome':'finished'}]}"));
            CustomerImport done = imports.get(id);
            assertThat(done.status()).isEqualTo(ImportStatus.DONE);
            assertThat(done.report().created()).isEqualTo(1);
            assertThat(done.report().rejectedCount()).isEqualTo(1);
            assertThat(invoke(handler, notice, 900_000))
                    .isEqualTo(
                            json("{'finished':true,'imports':[{'import_id':'" + id + "','outcome':'nothing_to_do'}]}"));
            assertThat(imports.get(id)).isEqualTo(done);
        }
    }

    @Test
    void with_no_time_left_it_asks_the_bus_for_another_run_which_finishes() throws IOException {
        UUID id = imports.create().id();
        try (ImportHandler handler = handler(id)) {
            String event = "{\"import_id\":\"" + id + "\"}";
            assertThat(invoke(handler, event, 5_000).path("finished").asBoolean(true))
                    .isFalse();
            assertThat(events).containsExactly(new Event.ImportUnfinished(id));
            String again = events.removeFirst().detail().toString();
            assertThat(invoke(handler, again, 900_000).path("finished").asBoolean(false))
                    .isTrue();
            assertThat(imports.get(id).status()).isEqualTo(ImportStatus.DONE);
            assertThat(events).isEmpty();
        }
    }

    /** Lambda tries no more after an attempt that answered, whatever it answered. */
    @Test
    void an_attempt_that_comes_while_a_killed_reader_still_has_its_lease_imports_the_file_all_the_same()
            throws IOException {
        UUID id = imports.create().id();
        database.jdbi()
                .useHandle(handle -> handle.execute("UPDATE customer_imports SET status = 'running',"
                        + " reader = gen_random_uuid(), lease_until = now() + interval '1 second'"));
        try (ImportHandler handler = handler(id)) {
            assertThat(invoke(handler, "{\"import_id\":\"" + id + "\"}", 900_000))
                    .isEqualTo(json("{'finished':true,'imports':[{'import_id':'" + id + "','outcome':'finished'}]}"));
            assertThat(imports.get(id).status()).isEqualTo(ImportStatus.DONE);
        }
    }

    @Test
    void a_no_in_a_column_of_consent_fails_what_is_pending_for_the_phone_and_ends_its_campaign() throws IOException {
        database.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO customers (phone) VALUES ('+254712345678')");
            handle.execute("INSERT INTO campaigns (name, channel, status, base_template)"
                    + " VALUES ('Test', 'sms', 'sending', 'Hi')");
            handle.execute("INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content)"
                    + " SELECT campaigns.id, customers.id, 'Hi' FROM campaigns, customers");
        });
        UUID id = imports.create().id();
        try (ImportHandler handler = handler(id, "phone,unsubscribed\n+254712345678,yes\n")) {
            invoke(handler, "{\"import_id\":\"" + id + "\"}", 900_000);
        }
        assertThat(imports.get(id).report().suppressed()).isEqualTo(1);
        assertThat(database.jdbi()
                        .<String, RuntimeException>withHandle(handle ->
                                handle.createQuery("""
                                SELECT m.failure_kind || ', ' || c.status || ', ' || s.source
                                FROM outbound_messages AS m, campaigns AS c, suppressions AS s
                                """).mapTo(String.class).one()))
                .isEqualTo("suppressed, failed, import");
    }

    private ImportHandler handler(UUID id) throws IOException {
        return handler(id, CSV);
    }

    private ImportHandler handler(UUID id, String csv) throws IOException {
        DirectoryUploadStore uploads = new DirectoryUploadStore(directory, "http://127.0.0.1:1");
        uploads.write(id, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
        return new ImportHandler(settings, uploads, ImportProgress.NONE, events::addAll);
    }

    private static JsonNode invoke(ImportHandler handler, String event, int millisLeft) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, context(millisLeft));
        return new ObjectMapper().readTree(answer.toByteArray());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    /** A context that knows the request and how much time is left, and nothing else. */
    private static Context context(int millisLeft) {
        return (Context) Proxy.newProxyInstance(
                ImportHandlerTest.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> millisLeft;
                    case "getAwsRequestId" -> "a-request";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

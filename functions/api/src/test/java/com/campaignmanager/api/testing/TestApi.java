package com.campaignmanager.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The API's Lambda handler, called as an HTTP API calls it. Every answer is checked against {@code openapi.yaml}. */
public final class TestApi implements AutoCloseable {
    private final ApiHandler handler;
    private final Conformance conformance = new Conformance();

    /** @param variables its settings */
    public TestApi(Map<String, String> variables, Optional<UploadStore> uploads) {
        this(variables, uploads, WakeSignal.NONE);
    }

    public TestApi(Map<String, String> variables, Optional<UploadStore> uploads, WakeSignal wake) {
        this(variables, uploads, wake, Metrics.none());
    }

    public TestApi(Map<String, String> variables, Optional<UploadStore> uploads, WakeSignal wake, Metrics metrics) {
        handler = new ApiHandler(Settings.from(variables), wake, uploads, metrics);
    }

    /** @param limit how long a request may take */
    public TestApi(Map<String, String> variables, Duration limit) {
        handler = new ApiHandler(Settings.from(variables), WakeSignal.NONE, Optional.empty(), Metrics.none(), limit);
    }

    private static final class Only {
        static final String DATABASE = TestServers.get().newDatabase();
        static final DirectoryUploadStore UPLOADS =
                new DirectoryUploadStore(Path.of("target", "uploads"), "http://127.0.0.1/uploads");
        static final TestApi API = new TestApi(
                Map.of(
                        "DATABASE_URL", TestServers.get().as(FunctionRole.API, DATABASE),
                        "REDIS_URL", TestServers.get().redis(),
                        "DATABASE_POOL", "8"),
                Optional.of(UPLOADS));
        static final Tables TABLES = new Tables(DATABASE);
    }

    /** The one of all tests of this JVM, with nothing in its tables. */
    public static TestApi empty() {
        Only.TABLES.clear();
        TestServers.get().flushRedis();
        return Only.API;
    }

    /** Where the tables behind {@link #empty} are. */
    public static String database() {
        return Only.DATABASE;
    }

    /** Where {@link #empty} has large files uploaded to. */
    public static DirectoryUploadStore uploads() {
        return Only.UPLOADS;
    }

    /** The tables behind {@link #empty}. */
    public static Tables tables() {
        return Only.TABLES;
    }

    public Answer call(Request request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(HttpApiEvent.of(request)), out, new LambdaContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Answer answer = HttpApiEvent.answer(request, out.toByteArray());
        conformance.check(answer);
        return answer;
    }

    /** An answer with this status. */
    public Answer call(Request request, int status) {
        Answer answer = call(request);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return answer;
    }

    /** A refusal with this status and code. */
    public Answer refused(Request request, int status, String code) {
        Answer answer = call(request, status);
        assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
        return answer;
    }

    public Answer get(String target) {
        return call(Request.get(target), 200);
    }

    /** Creates something and answers its id. */
    public long create(String path, String json) {
        return call(Request.post(path, json), 201).number("/id");
    }

    @Override
    public void close() {
        handler.close();
    }
}

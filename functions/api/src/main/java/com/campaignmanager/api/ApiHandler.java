package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.customer.imports.S3UploadStore;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.log.CampaignId;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.EventWakeSignal;
import com.campaignmanager.wake.WakeSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * The HTTP API as a Lambda function: an HTTP API's event (payload format 2.0) in, its answer out. One instance may serve
 * several requests at once.
 */
public final class ApiHandler implements RequestStreamHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

    /** API Gateway gives up after 30 s, and needs some of that itself. */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private final Metrics metrics;
    private final Api api;
    private final Container container;
    // Here because the context that calls it does not keep it alive.
    private final Snapshot snapshot;

    /** As Lambda makes it: configured by the environment, uploads to S3. */
    public ApiHandler() {
        Settings settings = Settings.from(System.getenv());
        WakeSignal wake = new EventWakeSignal(EventBus.of(settings));
        this(settings, wake, Metrics.of(System.getenv(), Clock.systemUTC()));
    }

    private ApiHandler(Settings settings, WakeSignal wake, Metrics metrics) {
        this(settings, wake, settings.importBucket().map(S3UploadStore::new), metrics);
    }

    /**
     * Measures nothing.
     *
     * @param uploads where large CSV files are uploaded to; empty: none are taken
     */
    public ApiHandler(Settings settings, WakeSignal wake, Optional<? extends UploadStore> uploads) {
        this(settings, wake, uploads, Metrics.none());
    }

    /** @param uploads where large CSV files are uploaded to; empty: none are taken */
    public ApiHandler(Settings settings, WakeSignal wake, Optional<? extends UploadStore> uploads, Metrics metrics) {
        this(settings, wake, uploads, metrics, LIMIT);
    }

    /**
     * @param uploads where large CSV files are uploaded to; empty: none are taken
     * @param limit how long a request may take; what it has not committed by then is rolled back
     */
    public ApiHandler(
            Settings settings,
            WakeSignal wake,
            Optional<? extends UploadStore> uploads,
            Metrics metrics,
            Duration limit) {
        this.metrics = metrics;
        api = new Api(settings, wake, uploads.map(store -> store), metrics, Clock.systemUTC(), limit);
        container = Container.start(api.routes());
        snapshot = Snapshot.register(new Priming(this, settings), api);
    }

    /** What SnapStart calls before it takes its snapshot, and after a restore. */
    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        GatewayRequest event = GatewayEvents.read(input);
        String requestId = requestId(event, context);
        LoggedPath path = new LoggedPath(Optional.ofNullable(event.getRawPath()));
        try (MDCCloseable _ = RequestId.onEachLine(requestId);
                CampaignId.Lines _ = path.namesItsCampaign()) {
            AwsProxyResponse answer = container.proxy(event, context);
            if (isHead(event)) {
                answer.setBody(null);
            }
            GatewayEvents.write(answer, headers(answer, requestId), output);
            log.info("{} {} {}", answer.getStatusCode(), method(event), path);
        } finally {
            metrics.flush();
        }
    }

    private static boolean isHead(HttpApiV2ProxyRequest event) {
        return Optional.ofNullable(event.getRequestContext())
                .map(request -> request.getHttp())
                .filter(http -> "HEAD".equals(http.getMethod()))
                .isPresent();
    }

    private static String requestId(HttpApiV2ProxyRequest event, Context context) {
        return Optional.ofNullable(event.getRequestContext())
                .map(request -> request.getRequestId())
                .orElseGet(() -> context.getAwsRequestId());
    }

    /** An event that is no HTTP request has none. */
    private static String method(HttpApiV2ProxyRequest event) {
        return Optional.ofNullable(event.getRequestContext())
                .map(request -> request.getHttp())
                .map(http -> http.getMethod())
                .orElse("?");
    }

    private static Map<String, String> headers(AwsProxyResponse answer, String requestId) {
        Map<String, String> headers =
                new HashMap<>(Optional.ofNullable(answer.getHeaders()).orElse(Map.of()));
        headers.put("X-Request-Id", requestId);
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        return headers;
    }

    @Override
    public void close() {
        api.close();
    }
}

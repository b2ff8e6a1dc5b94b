package com.campaignmanager.local.uploads;

import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.FunctionFailedException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invokes the import function for each uploaded file, repeatedly until the file has been read to its end. */
public final class ImportRuns {
    private static final Logger log = LoggerFactory.getLogger(ImportRuns.class);
    private static final int MAX_AT_ONCE = 2;

    private final Function importer;
    private final CustomerImports imports;
    private final UploadStore uploads;
    private final Set<UUID> known = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            MAX_AT_ONCE, Thread.ofVirtual().name("import").factory());
    private final ObjectMapper json = new ObjectMapper();

    public ImportRuns(Function importer, CustomerImports imports, UploadStore uploads) {
        this.importer = importer;
        this.imports = imports;
        this.uploads = uploads;
    }

    /** Starts the import of a file that has been uploaded. Never blocks. */
    public void uploaded(UUID id) {
        if (known.add(id) && !threads.isShutdown()) {
            threads.execute(() -> run(id));
        }
    }

    /** Continues imports that an earlier run left, or whose reader failed. */
    public void resume() {
        try {
            for (UUID id : imports.unfinished()) {
                if (uploads.find(id).isPresent()) {
                    uploaded(id);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.warn("can't look for unfinished imports", e);
        }
    }

    /** Starts no more imports. */
    public void stop() {
        threads.shutdown();
    }

    public void awaitIdle(Duration patience) {
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(UUID id) {
        try {
            boolean finished = false;
            while (!finished && !threads.isShutdown()) {
                byte[] answer = importer.invoke(event(id));
                finished = json.readTree(answer).path("finished").asBoolean(true);
            }
        } catch (FunctionFailedException | IOException | RuntimeException e) {
            log.error("import {} has stopped; it continues within a minute", id, e);
        } finally {
            known.remove(id);
        }
    }

    /** The event by which S3 reports a new object. */
    private static byte[] event(UUID id) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode notice = event.putArray("Records").addObject();
        notice.put("eventSource", "aws:s3").put("eventName", "ObjectCreated:Put");
        notice.putObject("s3").putObject("object").put("key", "imports/" + id + ".csv");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package com.campaignmanager.importer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.consent.ImportOptOuts;
import com.campaignmanager.consent.OptOuts;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.customer.imports.ImportReader;
import com.campaignmanager.customer.imports.ImportReader.Outcome;
import com.campaignmanager.customer.imports.PhoneFiles;
import com.campaignmanager.customer.imports.S3UploadStore;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.database.Database;
import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.time.Pause;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * Reads uploaded files of customers. Answers {@code {"finished": true, "imports": [{"import_id": "…", "outcome":
 * "finished"}]}}; when {@code finished} is false time was short, and the bus is asked for another run. Any event may
 * come twice: an import is read by one reader at a time, and a finished one by none. While another reader has it, and may be
 * dead, the answer waits: Lambda makes no further attempt after one that was answered.
 */
public final class ImportHandler implements RequestStreamHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ImportHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Time for the chunk that was begun, and to answer. */
    private static final Duration RESERVE = Duration.ofSeconds(15);

    private final Database database;
    private final ImportReader reader;
    private final EventBus events;

    /** As Lambda makes it: configured by the environment, uploads in S3. */
    public ImportHandler() {
        Settings settings = Settings.from(System.getenv());
        UploadStore uploads = settings.importBucket()
                .map(S3UploadStore::new)
                .orElseThrow(() -> new IllegalStateException("IMPORT_BUCKET is missing: nothing to read from"));
        this(settings, uploads, ImportProgress.NONE, EventBus.of(settings));
    }

    /** @param events where an import that has more lines than time asks for another run */
    public ImportHandler(Settings settings, UploadStore uploads, ImportProgress progress, EventBus events) {
        this.events = events;
        this.database = Database.openForImports(settings.database());
        Jdbi jdbi = database.jdbi();
        PhoneNumbers phones = new PhoneNumbers(settings.defaultRegion());
        // If this is killed, the import is repeated: no tick need look for what it has left.
        OptOuts optOuts = new OptOuts(
                jdbi, database.requests(), new FinishOptOuts(jdbi, new CloseCampaigns(jdbi, Metrics.none())), () -> {});
        this.reader = new ImportReader(
                jdbi,
                phones,
                uploads,
                new ImportOptOuts(new PhoneFiles(phones), optOuts),
                progress,
                ImportReader.CHUNK,
                Pause.REAL);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        try (MDCCloseable _ = RequestId.onEachLine(context.getAwsRequestId())) {
            JSON.writeValue(answer, read(ImportEvent.read(event), context));
        }
    }

    private ObjectNode read(ImportEvent event, Context context) throws IOException {
        ArrayNode imports = JSON.createArrayNode();
        boolean finished = true;
        for (UUID id : event.imports()) {
            Outcome outcome = reader.run(id, () -> context.getRemainingTimeInMillis() < RESERVE.toMillis());
            if (outcome == Outcome.UNFINISHED) {
                finished = false;
                events.put(List.of(new Event.ImportUnfinished(id)));
            }
            String word = outcome.name().toLowerCase(Locale.ROOT);
            log.info("import {}: {}", id, word);
            imports.addObject().put("import_id", id.toString()).put("outcome", word);
        }
        ObjectNode result = JSON.createObjectNode().put("finished", finished);
        result.set("imports", imports);
        return result;
    }

    @Override
    public void close() {
        database.close();
    }
}

package com.campaignmanager.api;

import com.campaignmanager.customer.CsvImport;
import com.campaignmanager.customer.CustomerImport;
import com.campaignmanager.customer.CustomerImports;
import com.campaignmanager.customer.ImportReport;
import com.campaignmanager.customer.ImportStatus;
import com.campaignmanager.customer.RejectedLine;
import com.campaignmanager.customer.UploadStore;
import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** CSV files of customers: small ones at once, large ones by an upload. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
final class ImportController {
    private static final String LARGE = "/customers/imports";

    private final CsvImport small;
    private final CustomerImports imports;
    private final Optional<UploadStore> uploads;

    /** @param uploads empty: no large files are taken here */
    ImportController(CsvImport small, CustomerImports imports, Optional<UploadStore> uploads) {
        this.small = small;
        this.imports = imports;
        this.uploads = uploads;
    }

    record Created(UUID id, String uploadUrl) {}

    record ImportView(
            UUID id,
            ImportStatus status,
            Optional<String> reason,
            long created,
            long updated,
            long rejectedCount,
            List<RejectedLine> rejected,
            Instant createdAt,
            Instant updatedAt) {}

    @PostMapping("/customers/import")
    ImportReport importSmall(Body body) throws HttpMediaTypeNotSupportedException, IOException {
        return small.run(new ByteArrayInputStream(body.csv()));
    }

    @PostMapping(LARGE)
    ResponseEntity<Created> create() {
        UploadStore store = uploads.orElseThrow(() -> Problem.of(
                Kind.UNAVAILABLE, "uploads_unavailable", "this deployment has no place to upload large files to"));
        UUID id = imports.create().id();
        return ResponseEntity.accepted()
                .location(URI.create(LARGE + "/" + id))
                .body(new Created(id, store.uploadUrl(id)));
    }

    @GetMapping(LARGE + "/{id}")
    ImportView get(@PathVariable String id) {
        CustomerImport found = imports.get(Parameters.importId(id));
        ImportReport report = found.report();
        return new ImportView(
                found.id(),
                found.status(),
                found.reason(),
                report.created(),
                report.updated(),
                report.rejectedCount(),
                report.rejected(),
                found.createdAt(),
                found.updatedAt());
    }
}

package com.campaignmanager.api;

import com.campaignmanager.customer.imports.CsvImport;
import com.campaignmanager.customer.imports.CustomerImport;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.ImportReport;
import com.campaignmanager.customer.imports.ImportStatus;
import com.campaignmanager.customer.imports.RejectedLine;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** CSV files of customers: small ones at once, large ones by an upload. */
final class ImportController implements Controller {
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

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/customers/import", this::importSmall),
                Route.post(LARGE, this::create),
                Route.get(LARGE + "/{id}", this::get));
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

    private ResponseEntity<ImportReport> importSmall(ApiRequest request)
            throws HttpMediaTypeNotSupportedException, IOException {
        return ResponseEntity.ok(
                small.run(new ByteArrayInputStream(request.body().csv())));
    }

    private ResponseEntity<Created> create(ApiRequest request) {
        UploadStore store = uploads.orElseThrow(() -> ProblemException.of(
                Kind.UNAVAILABLE, "uploads_unavailable", "this deployment has no place to upload large files to"));
        UUID id = imports.create().id();
        return ResponseEntity.accepted()
                .location(URI.create(LARGE + "/" + id))
                .body(new Created(id, store.uploadUrl(id)));
    }

    private ResponseEntity<ImportView> get(ApiRequest request) {
        return ResponseEntity.ok(view(imports.get(request.importId())));
    }

    private static ImportView view(CustomerImport found) {
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

package com.campaignmanager.api;

import com.campaignmanager.customer.imports.CustomerImport;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.ImportNote;
import com.campaignmanager.customer.imports.ImportOptions;
import com.campaignmanager.customer.imports.ImportReport;
import com.campaignmanager.customer.imports.ImportRetention;
import com.campaignmanager.customer.imports.ImportStatus;
import com.campaignmanager.customer.imports.NoteKind;
import com.campaignmanager.customer.imports.RejectedLine;
import com.campaignmanager.customer.imports.RejectedRecords;
import com.campaignmanager.customer.imports.SmallImport;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.customer.imports.UploadTerms;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** Files of customers, CSV or vCards: small ones at once, large ones by an upload. */
final class ImportController implements Controller {
    private static final String SMALL = "/customers/import";
    private static final String LARGE = "/customers/imports";
    private static final String REJECTED = "/rejected";
    static final String COLUMNS = "columns";
    private static final String EMPTY = "empty";
    private static final String CONTENT_TYPE = "content_type";
    private static final String SIZE = "size";
    private static final String AFTER = "after";
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);
    /** Whether empty cells leave values as they are, by the words of {@link #EMPTY}. */
    private static final Map<String, Boolean> KEEPS_EMPTY = Map.of("keep", true, "clear", false);

    private final SmallImport small;
    private final CustomerImports imports;
    private final RejectedRecords rejected;
    private final ImportRetention retention;
    private final Optional<UploadStore> uploads;

    /** @param uploads empty: no large files are taken here */
    ImportController(
            SmallImport small,
            CustomerImports imports,
            RejectedRecords rejected,
            ImportRetention retention,
            Optional<UploadStore> uploads) {
        this.small = small;
        this.imports = imports;
        this.rejected = rejected;
        this.retention = retention;
        this.uploads = uploads;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(SMALL, this::importSmall).withParameters(COLUMNS, EMPTY),
                Route.post(LARGE, this::create).withParameters(COLUMNS, EMPTY, CONTENT_TYPE, SIZE),
                Route.get(LARGE + "/{id}", this::get),
                Route.file(LARGE + "/{id}" + REJECTED, "text/csv", this::rejected)
                        .withParameters(AFTER));
    }

    record Created(UUID id, String uploadUrl, Map<String, String> uploadHeaders) {}

    record NoteView(NoteKind kind, String message, long count, long firstLine) {
        NoteView(ImportNote note) {
            this(note.kind(), note.count() + " " + note.kind().message(), note.count(), note.firstLine());
        }
    }

    record ReportView(
            UUID id,
            long created,
            long updated,
            long suppressed,
            long notMobile,
            List<String> ignoredColumns,
            List<NoteView> notes,
            long rejectedCount,
            List<RejectedLine> rejected) {}

    record ImportView(
            UUID id,
            ImportStatus status,
            Optional<String> reason,
            long created,
            long updated,
            long suppressed,
            long notMobile,
            List<String> ignoredColumns,
            List<NoteView> notes,
            long rejectedCount,
            List<RejectedLine> rejected,
            Instant createdAt,
            Instant updatedAt) {}

    private ResponseEntity<ReportView> importSmall(ApiRequest request)
            throws HttpMediaTypeNotSupportedException, IOException {
        byte[] file = request.body().customerFile();
        Query query = request.query();
        ImportOptions options = options(query);
        query.end();
        CustomerImport done = small.run(new ByteArrayInputStream(file), options);
        retention.forget();
        ImportReport report = done.report();
        return ResponseEntity.ok(new ReportView(
                done.id(),
                report.created(),
                report.updated(),
                report.suppressed(),
                report.notMobile(),
                report.ignoredColumns(),
                notes(report),
                report.rejectedCount(),
                report.rejected()));
    }

    private static ImportOptions options(Query query) {
        boolean keepEmpty = query.word(EMPTY, word -> Optional.ofNullable(KEEPS_EMPTY.get(word)), "keep or clear")
                .orElse(false);
        return new ImportOptions(query.plain(COLUMNS).orElse(""), keepEmpty);
    }

    private ResponseEntity<Created> create(ApiRequest request) {
        Query query = request.query();
        ImportOptions options = options(query);
        UploadTerms terms = terms(query);
        query.end();
        UploadStore store = uploads.orElseThrow(() -> ProblemException.of(
                Kind.UNAVAILABLE, "uploads_unavailable", "this deployment has no place to upload large files to"));
        retention.forget();
        UUID id = imports.create(options).id();
        UploadStore.Target target = store.target(id, terms);
        return ResponseEntity.accepted()
                .location(URI.create(LARGE + "/" + id))
                .body(new Created(id, target.url(), target.headers()));
    }

    private static UploadTerms terms(Query query) {
        String type = query.word(
                        CONTENT_TYPE,
                        word -> Optional.of(word).filter(List.of(UploadTerms.CSV, UploadTerms.VCARD)::contains),
                        UploadTerms.CSV + " or " + UploadTerms.VCARD)
                .orElse(UploadTerms.CSV);
        Optional<Long> size = query.upTo(SIZE, UploadTerms.MAX_BYTES);
        return new UploadTerms(type, size.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private ResponseEntity<ImportView> get(ApiRequest request) {
        return ResponseEntity.ok(view(imports.get(request.importId())));
    }

    private ResponseEntity<byte[]> rejected(ApiRequest request) {
        UUID id = request.importId();
        Query query = request.query();
        long after = query.upTo(AFTER, Long.MAX_VALUE).orElse(0L);
        query.end();
        RejectedRecords.Part part = rejected.read(id, after);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\"");
        part.lastLine()
                .ifPresent(line -> answer.header(
                        HttpHeaders.LINK,
                        "<" + LARGE + "/" + id + REJECTED + "?" + AFTER + "=" + line + ">; rel=\"next\""));
        return answer.body(part.csv().getBytes(StandardCharsets.UTF_8));
    }

    private static List<NoteView> notes(ImportReport report) {
        return report.notes().stream().map(NoteView::new).toList();
    }

    private static ImportView view(CustomerImport found) {
        ImportReport report = found.report();
        return new ImportView(
                found.id(),
                found.status(),
                found.reason(),
                report.created(),
                report.updated(),
                report.suppressed(),
                report.notMobile(),
                report.ignoredColumns(),
                notes(report),
                report.rejectedCount(),
                report.rejected(),
                found.createdAt(),
                found.updatedAt());
    }
}

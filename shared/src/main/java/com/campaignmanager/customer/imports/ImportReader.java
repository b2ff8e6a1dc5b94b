package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.UploadStore.Upload;
import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.time.Pause;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads large files into the customers, chunk by chunk. A chunk and the note of how far it goes are one transaction, so that
 * the reader that follows a killed one carries on exactly there, without reading what is before. While one chunk is written
 * the next is read.
 */
public final class ImportReader {
    /** Records in a chunk: enough that its commit doesn't matter, few enough that it takes a fraction of a second. */
    public static final int CHUNK = 5_000;

    /** How a run ended. */
    public enum Outcome {
        /** The import is done or has failed: there is nothing left to do. */
        FINISHED,
        /** Out of time: to be run again. */
        UNFINISHED,
        /** Unknown, finished before, without a file, or read by somebody who goes on with it: there is nothing left to do. */
        NOTHING_TO_DO
    }

    private final Jdbi jdbi;
    private final CustomerImports imports;
    private final TakeImport take;
    private final CustomerFiles files;
    private final UploadStore uploads;
    private final PhoneSuppressions suppressions;
    private final ImportProgress progress;
    private final int chunk;

    /**
     * @param chunk records in a chunk, {@link #CHUNK} but in tests
     * @param pause between two looks at an import that another reader has
     */
    public ImportReader(
            Jdbi jdbi,
            PhoneNumbers phones,
            UploadStore uploads,
            PhoneSuppressions suppressions,
            ImportProgress progress,
            int chunk,
            Pause pause) {
        this.jdbi = jdbi;
        this.imports = new CustomerImports(jdbi);
        this.take = new TakeImport(imports, pause);
        this.files = new CustomerFiles(phones);
        this.uploads = uploads;
        this.suppressions = suppressions;
        this.progress = progress;
        this.chunk = chunk;
    }

    /**
     * Reads the file of an import, from where an earlier reader stopped, to its end or until time is up.
     *
     * @param timeIsUp asked before each chunk
     * @throws IOException if the file can't be read; what was committed stays, and the import can be run again
     */
    public Outcome run(UUID importId, BooleanSupplier timeIsUp) throws IOException {
        Optional<ImportLease> taken = take.take(importId);
        if (taken.isEmpty()) {
            return Outcome.NOTHING_TO_DO;
        }
        ImportLease lease = taken.get();
        try (Closeable _ = () -> imports.release(lease)) {
            Outcome outcome = run(lease, timeIsUp);
            if (outcome == Outcome.FINISHED) {
                uploads.discard(importId);
            }
            return outcome;
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private Outcome run(ImportLease lease, BooleanSupplier timeIsUp) throws IOException {
        Optional<Upload> upload = uploads.find(lease.id());
        if (upload.isEmpty()) {
            return Outcome.NOTHING_TO_DO;
        }
        try {
            requireSameFile(lease, upload.get());
            try (CustomerSource source = open(lease, upload.get())) {
                return copy(lease, new OpenedFile(upload.get(), source), timeIsUp);
            }
        } catch (ProblemException refused) {
            return fail(lease, refused.code() + ": " + refused.getMessage());
        } catch (UploadReplacedException replaced) {
            return fail(lease, "file_replaced: " + replaced.getMessage());
        }
    }

    private static void requireSameFile(ImportLease lease, Upload upload) throws UploadReplacedException {
        if (lease.fileVersion()
                .filter(version -> !version.equals(upload.version()))
                .isPresent()) {
            throw new UploadReplacedException(lease.id());
        }
    }

    private CustomerSource open(ImportLease lease, Upload upload) throws IOException {
        Position position = lease.format().isPresent() ? lease.position() : new Position(0, 1);
        InputStream file = uploads.open(lease.id(), upload, position.offset());
        try {
            return lease.format().isPresent()
                    ? files.goOn(file, lease.format().get(), position, lease.options(), lease.notes())
                    : files.open(file, lease.options());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Outcome copy(ImportLease lease, OpenedFile file, BooleanSupplier timeIsUp) throws IOException {
        long records = lease.recordsRead();
        long rejected = lease.rejectedKept();
        WriteChunk write = new WriteChunk(file.source(), lease.id());
        ImportChunks chunks = new ImportChunks(file.source(), chunk);
        try (ExecutorService ahead = Executors.newSingleThreadExecutor()) {
            Future<ImportChunk> next = ahead.submit(chunks::next);
            while (!timeIsUp.getAsBoolean()) {
                ImportChunk read = result(next);
                if (!read.isLast()) {
                    next = ahead.submit(chunks::next);
                }
                int mayKeep = (int) Math.max(0, RejectedLine.KEPT - rejected);
                if (!commit(lease, file, write, read, mayKeep)) {
                    return Outcome.NOTHING_TO_DO;
                }
                rejected += read.rejected().size();
                records += read.records();
                progress.committed(
                        lease.id(), records, read.end().offset(), file.upload().size());
                if (read.isLast()) {
                    return Outcome.FINISHED;
                }
            }
            return Outcome.UNFINISHED;
        }
    }

    /** Whether it was committed: not if another reader has taken over, which has committed or will commit the same. */
    private boolean commit(ImportLease lease, OpenedFile file, WriteChunk write, ImportChunk read, int mayKeep) {
        if (!read.saidNo().isEmpty()) {
            suppressions.suppress(read.saidNo());
        }
        return Deadlocks.repeat(() -> jdbi.inTransaction(handle -> {
            long created = write.write(handle, read);
            boolean mine = imports.advance(handle, lease, file, read, created, mayKeep);
            if (!mine) {
                handle.rollback();
            }
            return mine;
        }));
    }

    private Outcome fail(ImportLease lease, String reason) {
        imports.fail(lease, reason);
        return Outcome.FINISHED;
    }

    private static ImportChunk result(Future<ImportChunk> chunk) throws IOException {
        try {
            return chunk.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading a file", e);
        }
    }
}

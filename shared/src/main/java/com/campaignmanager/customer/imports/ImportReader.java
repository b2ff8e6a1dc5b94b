package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.PhoneNumbers;
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
 * Reads large files into the customers, chunk by chunk. A chunk and the note of how far it goes are one transaction, so
 * that whoever follows a killed reader carries on exactly where it was. While one chunk is written the next is read.
 */
public final class ImportReader {
    /** Records in a chunk: enough that its commit doesn't matter, few enough that it takes a fraction of a second. */
    public static final int CHUNK = 5_000;

    /** Chunks that are passed over without a word. */
    private static final int SKIPPED_AT_ONCE = 20;

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
    private final PhoneNumbers phones;
    private final UploadStore uploads;
    private final ImportProgress progress;
    private final int chunk;

    /**
     * @param chunk records in a chunk, {@link #CHUNK} but in tests
     * @param pause between two looks at an import that another reader has
     */
    public ImportReader(
            Jdbi jdbi, PhoneNumbers phones, UploadStore uploads, ImportProgress progress, int chunk, Pause pause) {
        this.jdbi = jdbi;
        this.imports = new CustomerImports(jdbi);
        this.take = new TakeImport(imports, pause);
        this.phones = phones;
        this.uploads = uploads;
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
        Optional<InputStream> content = uploads.open(lease.id());
        if (content.isEmpty()) {
            return Outcome.NOTHING_TO_DO;
        }
        try (CountedStream file = new CountedStream(content.get());
                CsvReading reading = new CsvReading(file, phones)) {
            return skip(lease, reading) ? copy(lease, file, reading, timeIsUp) : Outcome.NOTHING_TO_DO;
        } catch (ProblemException badHeader) {
            return fail(lease, badHeader);
        }
    }

    /**
     * Passes over what earlier readers have read. Of a large file that may take longer than the lease.
     *
     * @return whether the import is still this reader's
     */
    private boolean skip(ImportLease lease, CsvReading reading) {
        long atOnce = (long) SKIPPED_AT_ONCE * chunk;
        boolean mine = true;
        for (long left = lease.recordsRead(); left > 0 && mine; left -= atOnce) {
            reading.skip(Math.min(left, atOnce));
            mine = imports.renew(lease);
        }
        return mine;
    }

    private Outcome copy(ImportLease lease, CountedStream file, CsvReading reading, BooleanSupplier timeIsUp)
            throws IOException {
        long size = uploads.size(lease.id()).orElse(0);
        long records = lease.recordsRead();
        CustomerUpsert upsert = new CustomerUpsert(reading.fields());
        ImportChunks chunks = new ImportChunks(reading, chunk, RejectedLine.KEPT - lease.rejectedKept());
        try (ExecutorService ahead = Executors.newSingleThreadExecutor()) {
            Future<ImportChunk> next = ahead.submit(chunks::next);
            while (!timeIsUp.getAsBoolean()) {
                ImportChunk read = result(next);
                long bytes = file.count();
                if (!read.isLast()) {
                    next = ahead.submit(chunks::next);
                }
                if (!commit(lease, upsert, read)) {
                    return Outcome.NOTHING_TO_DO;
                }
                records += read.records();
                progress.committed(lease.id(), records, bytes, size);
                if (read.isLast()) {
                    return Outcome.FINISHED;
                }
            }
            return Outcome.UNFINISHED;
        }
    }

    /** Whether it was committed: not if another reader has taken over, who has committed or will commit the same. */
    private boolean commit(ImportLease lease, CustomerUpsert upsert, ImportChunk chunk) {
        return Deadlocks.repeat(() -> jdbi.inTransaction(handle -> {
            long created = upsert.write(handle, chunk.batch());
            boolean mine = imports.advance(handle, lease, chunk, created);
            if (!mine) {
                handle.rollback();
            }
            return mine;
        }));
    }

    private Outcome fail(ImportLease lease, ProblemException problem) {
        jdbi.useTransaction(handle -> imports.advance(handle, lease, ImportChunk.failed(problem), 0));
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

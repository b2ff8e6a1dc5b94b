package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.importer.ImportHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/** Compares the import of a CSV file by the importer's handler with COPY of the file into the same table. */
public final class ImportBench implements Experiment {
    private static final String COLUMNS = "(phone, first_name, last_name, location, preferred_product)";

    @Override
    public String name() {
        return "import";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = lab.plan().either(1_000_000, 100_000);
        Path directory = lab.directory("import");
        Path file = csv(lab, count, directory);
        Pairs pairs = Pairs.interleaved(
                1, lab.plan().either(3, 2), () -> read(lab, file, count, directory), () -> copy(lab, file, count));
        return List.of(Finding.atMost(
                "CSV import of " + Figures.plain(count) + " customers / COPY",
                pairs,
                2,
                Figures.plain(pairs.a().median()) + " s against "
                        + Figures.plain(pairs.b().median()) + " s; memory is listed below"));
    }

    /** A file with this many new customers. */
    static Path csv(Lab lab, int count, Path directory) throws Exception {
        Path file = directory.resolve("customers.csv");
        try (LabDatabase database = lab.with(Load.customers(count));
                OutputStream out = Files.newOutputStream(file)) {
            database.jdbi()
                    .useHandle(handle -> handle.getConnection()
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "COPY (SELECT phone, first_name, last_name, location, preferred_product FROM customers"
                                            + " ORDER BY id) TO STDOUT (FORMAT csv, HEADER true)",
                                    out));
        }
        return file;
    }

    private static double read(Lab lab, Path file, int count, Path directory) throws Exception {
        DirectoryUploadStore uploads = new DirectoryUploadStore(directory.resolve("uploads"), "http://127.0.0.1");
        try (LabDatabase database = lab.empty();
                ImportHandler importer =
                        new ImportHandler(database.settings(), uploads, ImportProgress.NONE, EventBus.NONE)) {
            String event = upload(database, uploads, file);
            Invocation invocation = new Invocation("importer", importer, Duration.ofMinutes(15));
            Watch watch = Watch.start();
            invocation.call(event);
            double seconds = watch.seconds();
            requireCustomers(database, count);
            return seconds;
        }
    }

    /** @return the event that starts the importer for this file */
    static String upload(LabDatabase database, DirectoryUploadStore uploads, Path file) throws IOException {
        UUID id = new CustomerImports(database.jdbi()).create().id();
        try (InputStream content = Files.newInputStream(file)) {
            uploads.write(id, content);
        }
        return "{\"import_id\":\"" + id + "\"}";
    }

    private static double copy(Lab lab, Path file, int count) throws Exception {
        try (LabDatabase database = lab.empty();
                InputStream content = Files.newInputStream(file)) {
            double seconds = database.jdbi().withHandle(handle -> {
                Watch watch = Watch.start();
                handle.getConnection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY customers " + COLUMNS + " FROM STDIN (FORMAT csv, HEADER true, FORCE_NOT_NULL "
                                        + COLUMNS + ")",
                                content);
                return watch.seconds();
            });
            requireCustomers(database, count);
            return seconds;
        }
    }

    static void requireCustomers(LabDatabase database, int count) {
        database.require(count, "SELECT sum(total)::bigint FROM customer_counts");
    }
}

package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.measure.PeakMemory;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.packaging.HttpEvent;
import com.campaignmanager.packaging.Launch;
import com.campaignmanager.packaging.PackagedFunction;
import com.campaignmanager.packaging.SamTemplate;
import com.campaignmanager.packaging.UnpackedZip;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The peak memory of each function's process, including all memory outside the heap, with the memory size of the template
 * and under AWS's runtime client.
 */
public final class MemoryBench implements Experiment {
    private static final String TICK = "{\"version\":\"0\",\"source\":\"aws.scheduler\",\"detail\":\"{}\"}";
    private static final int IDS = 100_000;
    private static final int SENDS = 5;
    private static final int CSV_BYTES = 5_000_000;
    private static final double WORKER_MB = 512;
    private static final double API_MB = 1_024;
    /** Up to this ratio, the memory for ten times as much work counts as constant. */
    private static final double CONSTANT = 1.25;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int large = lab.plan().either(1_000_000, 100_000);
        Path directory = lab.directory("memory");
        UnpackedZip worker = SamTemplate.read().function("SendWorker").unpack(directory);
        UnpackedZip scheduler = SamTemplate.read().function("Scheduler").unpack(directory);
        double drained = drained(lab, worker, large);
        lab.forget(Load.dueMessages(large));
        return List.of(
                Finding.atMost(
                        "worker draining " + Figures.plain(large) + ": peak memory of the process",
                        Series.of(drained),
                        WORKER_MB,
                        " MB",
                        ""),
                api(lab, directory),
                constant(
                        "expansion of " + Figures.plain(large) + " / of a tenth of that: peak memory",
                        expanded(lab, scheduler, large),
                        expanded(lab, scheduler, large / 10)),
                constant(
                        "CSV import of " + Figures.plain(large) + " / of a tenth of that: peak memory",
                        imported(lab, large),
                        imported(lab, large / 10)));
    }

    private static Finding constant(String what, double large, double small) {
        return Finding.atMost(
                what,
                com.campaignmanager.bench.measure.Pairs.of(List.of(large), List.of(small)),
                CONSTANT,
                Figures.plain(large) + " MB against " + Figures.plain(small) + " MB");
    }

    private static double drained(Lab lab, UnpackedZip worker, int count) throws Exception {
        try (LabDatabase database = lab.with(Load.dueMessages(count));
                PackagedFunction function =
                        start(worker, "SendWorker", database.environment("MOCK_LATENCY_MS=0", "MOCK_SUCCESS_RATE=1"))) {
            while (database.number("SELECT sum(pending)::bigint FROM campaign_stats") > 0) {
                JsonNode answer = function.invoke(TICK);
                if (answer.path("sent").asLong() == 0) {
                    throw new IllegalStateException("nothing was sent: " + answer);
                }
            }
            return PeakMemory.megabytes(function.pid());
        }
    }

    private static double expanded(Lab lab, UnpackedZip scheduler, int count) throws Exception {
        try (LabDatabase database = lab.with(Load.customers(count));
                PackagedFunction function = start(scheduler, "Scheduler", database.environment())) {
            ExpansionBench.freezeAll(database, count);
            function.invoke(TICK);
            ExpansionBench.requirePending(database, count);
            return PeakMemory.megabytes(function.pid());
        }
    }

    private static double imported(Lab lab, int count) throws Exception {
        Path directory = lab.directory("memory-import");
        Path file = ImportBench.csv(lab, count, directory);
        try (LabDatabase database = lab.empty()) {
            double megabytes = ImportProcess.run(database, file, directory);
            ImportBench.requireCustomers(database, count);
            return megabytes;
        }
    }

    private static Finding api(Lab lab, Path directory) throws Exception {
        UnpackedZip zip = SamTemplate.read().function("Api").unpack(directory);
        try (LabDatabase database = lab.with(Load.customers(2 * IDS));
                PackagedFunction function = start(zip, "Api", database.environment())) {
            String ids =
                    IntStream.rangeClosed(1, IDS).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
            for (int campaign = 1; campaign <= SENDS; campaign++) {
                database.run(Load.campaign(campaign, "draft"));
                require(
                        202,
                        function.invoke(
                                HttpEvent.post("/campaigns/" + campaign + "/send", "{\"customer_ids\":" + ids + "}")));
            }
            require(200, function.invoke(csvEvent(ImportBench.csv(lab, 2 * IDS, lab.directory("memory-csv")))));
            require(200, function.invoke(HttpEvent.get("/campaigns")));
            return Finding.atMost(
                    "API: peak memory of the process",
                    Series.of(PeakMemory.megabytes(function.pid())),
                    API_MB,
                    " MB",
                    SENDS + " sends of 100,000 ids, an import of a 5 MB CSV file and a list");
        }
    }

    /** The largest part of the file that the API takes in one request. */
    private static String csvEvent(Path file) throws IOException {
        String csv = Files.readString(file);
        String some = csv.length() > CSV_BYTES ? csv.substring(0, csv.lastIndexOf('\n', CSV_BYTES) + 1) : csv;
        String event = HttpEvent.post("/customers/import", "BODY").replace("application/json", "text/csv");
        return event.replace("\"BODY\"", JsonNodeFactory.instance.textNode(some).toString());
    }

    private static void require(int status, JsonNode answer) {
        if (answer.path("statusCode").asInt() != status) {
            throw new IllegalStateException("not " + status + " but " + answer);
        }
    }

    private static PackagedFunction start(UnpackedZip zip, String name, Map<String, String> environment)
            throws IOException {
        SamTemplate.Function function = SamTemplate.read().function(name);
        return PackagedFunction.start(
                zip, Launch.with(environment).memoryMb(function.memoryMb()).timeoutSeconds(function.timeoutSeconds()));
    }
}

package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.packaging.HttpEvent;
import com.campaignmanager.packaging.Launch;
import com.campaignmanager.packaging.PackagedFunction;
import com.campaignmanager.packaging.SamTemplate;
import com.campaignmanager.packaging.UnpackedZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Cold starts of the zips under AWS's runtime client, on one core with the C1 compiler alone, as Lambda runs them without
 * SnapStart. Measures the time from the start of the process until it asks for an event, and until its first answer, and
 * compares it with two small functions that are started in the same way.
 */
public final class ColdStart implements Experiment {
    private static final List<String> ONE_CORE = List.of("taskset", "-c", "0");
    private static final String TICK = "{\"version\":\"0\",\"source\":\"aws.scheduler\",\"detail\":\"{}\"}";
    private static final int HELLO_MB = 1_769;
    private static final int BARE_MB = 1_024;

    @Override
    public String name() {
        return "cold-start";
    }

    /** In milliseconds from the start of the process. */
    private record Start(double ready, double answered) {}

    private record Candidate(UnpackedZip zip, Launch launch, String event) {}

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        Path directory = lab.directory("cold-start");
        try (LabDatabase database = lab.empty()) {
            Map<String, Candidate> candidates = candidates(database, directory);
            Map<String, List<Start>> starts = new LinkedHashMap<>();
            candidates.keySet().forEach(name -> starts.put(name, new ArrayList<>()));
            int times = lab.plan().either(7, 2);
            for (int i = -1; i < times; i++) {
                for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
                    Start start = start(candidate.getValue());
                    if (i >= 0) {
                        starts.get(candidate.getKey()).add(start);
                    }
                }
            }
            return findings(starts);
        }
    }

    private static Map<String, Candidate> candidates(LabDatabase database, Path directory) throws IOException {
        SamTemplate template = SamTemplate.read();
        Map<String, String> environment = template.environment();
        environment.putAll(
                database.environment("IMPORT_BUCKET=imports-test", "LOG_LEVEL=INFO", "IDLE_LOOK=0s", "DATABASE_CA="));
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        candidates.put(
                "hello",
                other(
                        "spring-hello",
                        "com.campaignmanager.bench.hello.HelloHandler",
                        HELLO_MB,
                        HttpEvent.get("/hello"),
                        directory));
        Candidate api = ours(template, "Api", environment, HttpEvent.get("/campaigns"), directory);
        candidates.put("Api", api);
        candidates.put("Api, alive", new Candidate(api.zip, api.launch, HttpEvent.get("/health/live")));
        candidates.put(
                "bare", other("bare-handler", "com.campaignmanager.bench.bare.BareHandler", BARE_MB, TICK, directory));
        candidates.put("SendWorker", ours(template, "SendWorker", environment, TICK, directory));
        candidates.put("Scheduler", ours(template, "Scheduler", environment, TICK, directory));
        candidates.put("Importer", ours(template, "Importer", environment, "{}", directory));
        return candidates;
    }

    private static Candidate ours(
            SamTemplate template, String name, Map<String, String> environment, String event, Path directory)
            throws IOException {
        SamTemplate.Function function = template.function(name);
        Launch launch = Launch.with(environment).memoryMb(function.memoryMb()).prefix(ONE_CORE);
        return new Candidate(function.unpack(directory), launch, event);
    }

    private static Candidate other(String name, String handler, int memoryMb, String event, Path directory)
            throws IOException {
        Path zip = SamTemplate.ROOT.resolve(Path.of("bench", name, "target", name + ".zip"));
        return new Candidate(
                UnpackedZip.of(name, handler, zip, directory),
                Launch.with(Map.of()).memoryMb(memoryMb).prefix(ONE_CORE),
                event);
    }

    private static Start start(Candidate candidate) throws Exception {
        Watch watch = Watch.start();
        try (PackagedFunction function = PackagedFunction.start(candidate.zip, candidate.launch)) {
            function.awaitReady();
            double ready = watch.millis();
            function.answer(candidate.event);
            return new Start(ready, watch.millis());
        }
    }

    private static List<Finding> findings(Map<String, List<Start>> starts) {
        String hello = "Spring Boot \"hello\" in the same container";
        String bare = "a bare handler";
        List<Finding> findings = new ArrayList<>();
        findings.add(atMost(0.6, "Api until it is ready", Start::ready, starts.get("Api"), hello, starts.get("hello")));
        findings.add(atMost(
                0.6,
                "Api until its first answer without a connection, as in the other application",
                Start::answered,
                starts.get("Api, alive"),
                hello,
                starts.get("hello")));
        findings.add(atMost(
                0.6,
                "Api until its first answer with PostgreSQL",
                Start::answered,
                starts.get("Api"),
                hello,
                starts.get("hello")));
        for (String name : List.of("SendWorker", "Scheduler")) {
            findings.add(
                    atMost(1.5, name + " until it is ready", Start::ready, starts.get(name), bare, starts.get("bare")));
            findings.add(atMost(
                    1.5,
                    name + " until its first answer with PostgreSQL and Redis",
                    Start::answered,
                    starts.get(name),
                    bare,
                    starts.get("bare")));
        }
        findings.add(
                Finding.shown("cold start of Importer until it is ready", ready(starts.get("Importer")), " ms", ""));
        return findings;
    }

    private static Finding atMost(
            double most,
            String what,
            ToDoubleFunction<Start> moment,
            List<Start> ours,
            String against,
            List<Start> others) {
        Pairs pairs = Pairs.of(moments(ours, moment), moments(others, moment));
        return Finding.atMost("cold start of " + what + " / " + against, pairs, most, millis(pairs));
    }

    private static List<Double> moments(List<Start> starts, ToDoubleFunction<Start> moment) {
        return starts.stream().mapToDouble(moment).boxed().toList();
    }

    private static Series ready(List<Start> starts) {
        return Series.of(moments(starts, Start::ready));
    }

    private static String millis(Pairs pairs) {
        return Figures.plain(pairs.a().median()) + " ms against "
                + Figures.plain(pairs.b().median()) + " ms";
    }
}

package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The list of classes that the API loads before its snapshot: how it is recorded, and that it still does its work. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class PrimedClassesTest {
    private static final Path LIST = SamTemplate.ROOT.resolve("functions/api/src/main/resources/primed-classes.txt");
    /** One that has a name of its own, and is not in the archive that the JVM itself comes with. */
    private static final Pattern LOADED = Pattern.compile("\\[class,load\\] ([\\w.$]+) source: (?:file|jrt):\\S+");

    private static final Pattern GENERATED = Pattern.compile(".*(?:\\$\\$|\\$Proxy|LambdaForm|Accessor\\d).*");

    @TempDir
    private Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void prepare() {
        settings = SamTemplate.read().environment(SamTemplate.read().function("Api"));
        settings.put("DATABASE_URL", TestServers.get().newDatabase());
        settings.put("REDIS_URL", TestServers.get().redis());
        settings.put("DATABASE_CA", "");
    }

    /** If it does not: CONTRIBUTING.md says how the list is recorded again. */
    @Test
    @DisabledIfSystemProperty(named = "primed.classes", matches = "record", disabledReason = "the zip has the old list")
    void hardly_a_class_is_left_to_be_loaded_after_the_snapshot() throws Exception {
        settings.putAll(SnapStartTest.SNAP_START);
        try (FirstRequests requests = new FirstRequests();
                PackagedFunction api = start(requests)) {
            api.awaitSnapshot();
            Set<String> before = loaded();
            api.restore();
            requests.ask(api);
            Set<String> after = loaded();
            after.removeAll(before);
            assertThat(after).hasSizeLessThan(150);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "primed.classes", matches = "record", disabledReason = "it changes a source file")
    void the_list_is_what_first_requests_load() throws Exception {
        try (FirstRequests requests = new FirstRequests();
                PackagedFunction api = start(requests)) {
            api.invoke(HttpEvent.get("/health/live"));
            Set<String> before = loaded();
            requests.ask(api);
            Set<String> after = loaded();
            after.removeAll(before);
            Files.write(LIST, after);
        }
    }

    private PackagedFunction start(FirstRequests requests) throws IOException {
        settings.putAll(requests.settings());
        return PackagedFunction.start(
                SamTemplate.read().function("Api").unpack(directory),
                Launch.with(settings).flags(List.of("-Xlog:class+load:file=" + log() + ":tags:filecount=0")));
    }

    private Path log() {
        return directory.resolve("classes.log");
    }

    private Set<String> loaded() throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.map(LOADED::matcher)
                    .filter(Matcher::find)
                    .map(line -> line.group(1))
                    .filter(name -> !GENERATED.matcher(name).matches())
                    .collect(TreeSet::new, Set::add, Set::addAll);
        }
    }
}

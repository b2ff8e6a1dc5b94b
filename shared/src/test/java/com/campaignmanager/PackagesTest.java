package com.campaignmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dependencies between packages point one way: a package can be read without those that use it. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(com\\.campaignmanager\\.[a-z.]+)\\.[A-Z]", Pattern.MULTILINE);

    @Test
    void no_packages_depend_on_each_other_in_a_circle() throws IOException {
        Map<String, Set<String>> dependencies = dependencies();
        assertThat(dependencies).hasSizeGreaterThan(15);

        List<String> circles = new ArrayList<>();
        Set<String> finished = new TreeSet<>();
        dependencies.keySet().forEach(start -> follow(start, new ArrayList<>(), dependencies, finished, circles));

        assertThat(circles).isEmpty();
    }

    private static Map<String, Set<String>> dependencies() throws IOException {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String own = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                Set<String> used = dependencies.computeIfAbsent(own, _ -> new TreeSet<>());
                IMPORT.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
                used.remove(own);
            }
        }
        return dependencies;
    }

    private static void follow(
            String from,
            List<String> path,
            Map<String, Set<String>> dependencies,
            Set<String> finished,
            List<String> circles) {
        if (path.contains(from)) {
            circles.add(String.join(" -> ", path.subList(path.indexOf(from), path.size())) + " -> " + from);
        } else if (!finished.contains(from)) {
            path.add(from);
            dependencies
                    .getOrDefault(from, Set.of())
                    .forEach(next -> follow(next, path, dependencies, finished, circles));
            path.removeLast();
            finished.add(from);
        }
    }
}

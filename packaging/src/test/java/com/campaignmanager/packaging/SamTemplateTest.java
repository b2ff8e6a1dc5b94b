package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.settings.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamTemplateTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final Pattern README_ROW = Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\| ([^|]*) \\|");
    /** Those of {@code local/} alone. */
    private static final List<String> LOCAL_ONLY = List.of("PORT", "DATA_DIR", "RESET", "POSTGRES_PORT", "REDIS_PORT");

    static List<SamTemplate.Function> functions() {
        return TEMPLATE.functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void every_functions_handler_is_in_its_zip(SamTemplate.Function function) throws IOException {
        try (JarFile jar = PackedJar.open(function.zip())) {
            assertThat(jar.getEntry(function.handler().replace('.', '/') + ".class"))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_zip_holds_neither_tests_nor_anothers_migrations_nor_another_server(SamTemplate.Function function)
            throws IOException {
        boolean migrates = function.zip().endsWith("migrator.zip");
        try (JarFile jar = PackedJar.open(function.zip())) {
            assertThat(PackedJar.jars(jar))
                    .noneMatch(name -> name.matches(".*(junit|assertj|embedded|tomcat|jetty|snakeyaml-engine).*"))
                    .noneMatch(name -> !migrates && name.matches(".*(flyway|migrations-).*"))
                    .anyMatch(name -> name.startsWith("shared-"));
        }
    }

    /** Lambda unpacks a zip to {@code /var/task}. */
    @ParameterizedTest
    @MethodSource("functions")
    void a_zip_holds_the_certificates_that_its_environment_names(SamTemplate.Function function) throws IOException {
        String file = TEMPLATE.environment(function).get("DATABASE_CA");
        assertThat(file).startsWith("/var/task/");
        try (ZipFile zip = new ZipFile(function.zip().toFile())) {
            assertThat(zip.getEntry(file.substring("/var/task/".length()))).isNotNull();
        }
    }

    @Test
    void the_readme_lists_every_variable_with_its_default() throws IOException {
        String readme = Files.readString(SamTemplate.ROOT.resolve("README.md"));
        var listed = README_ROW
                .matcher(readme)
                .results()
                .filter(row -> !LOCAL_ONLY.contains(row.group(1)))
                .collect(Collectors.toMap(row -> row.group(1), SamTemplateTest::defaultIn, (a, b) -> a, TreeMap::new));
        var known = Arrays.stream(Variable.values())
                .collect(Collectors.toMap(Variable::name, Variable::defaultValue, (a, b) -> a, TreeMap::new));
        assertThat(listed).isEqualTo(known);
    }

    private static String defaultIn(MatchResult row) {
        return row.group(2).replace("`", "").strip();
    }
}

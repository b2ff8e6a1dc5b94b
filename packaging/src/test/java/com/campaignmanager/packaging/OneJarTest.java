package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that a function's jars hold is in the one that is packed. What is changed or left out on the way is named here. */
class OneJarTest {
    /** Read as a whole, line by line. */
    private static final Pattern LINES = Pattern.compile("META-INF/(services/.+|spring/.+\\.imports)");
    /** Read as a whole, key by key. */
    private static final Pattern KEYS = Pattern.compile(
            "META-INF/(spring\\.(factories|handlers|schemas)|spring/aot\\.factories|io\\.netty\\.versions\\.properties)");
    /** Every jar has its own: kept in a folder of the jar's name. */
    private static final Pattern EACH = Pattern.compile(
            "(META-INF/)?([^/]*(LICENSE|NOTICE)[^/]*|license\\.txt|notice\\.txt)|META-INF/MANIFEST\\.MF");
    /** Wrong in another jar than its own, or of no use to a running function. */
    private static final Pattern LEFT_OUT = Pattern.compile("(META-INF/versions/\\d+/)?module-info\\.class"
            + "|META-INF/(INDEX\\.LIST|[^/]+\\.(SF|DSA|RSA)|versions/\\d+/OSGI-INF/.+)"
            + "|META-INF/(native-image/.+|[^/]*spring-configuration-metadata\\.json|spring\\.tooling)"
            + "|com/google/i18n/phonenumbers/geocoding/.+");

    static Stream<Path> zips() {
        return SamTemplate.read().functions().stream()
                .map(SamTemplate.Function::zip)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("zips")
    void a_zip_holds_one_jar_and_certificates(Path zip) throws IOException {
        Path jar = PackedJar.of(zip);
        try (ZipFile content = new ZipFile(zip.toFile())) {
            assertThat(content.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder("lib/", "lib/" + jar.getFileName(), "rds-ca.pem");
            assertThat(content.getEntry("lib/" + jar.getFileName()).getCrc()).isEqualTo(crc(jar));
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void its_entries_are_stored_and_bear_one_time(Path zip) throws IOException {
        try (JarFile jar = PackedJar.open(zip)) {
            assertThat(jar.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
            assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void it_has_classes_for_several_releases_of_java(Path zip) throws IOException {
        try (JarFile jar = PackedJar.open(zip)) {
            assertThat(jar.isMultiRelease()).isTrue();
            assertThat(jar.stream().map(ZipEntry::getName))
                    .anyMatch(name -> name.matches("META-INF/versions/\\d+/.+\\.class"));
        }
    }

    /** Above all the services: a provider that is not named is not found, and nothing else says so. */
    @ParameterizedTest
    @MethodSource("zips")
    void what_several_jars_have_under_one_name_holds_what_each_of_them_holds(Path zip) throws IOException {
        int merged = 0;
        try (JarFile jar = PackedJar.open(zip)) {
            for (String name : PackedJar.jars(jar)) {
                try (JarFile source = PackedJar.source(name)) {
                    for (ZipEntry entry : files(source)) {
                        if (isMerged(entry)) {
                            merged++;
                            assertThat(words(jar, entry.getName()))
                                    .as("%s of %s", entry, name)
                                    .containsAll(words(source, entry.getName()));
                        }
                    }
                }
            }
        }
        assertThat(merged).isGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("zips")
    void each_jar_keeps_its_manifest_licence_and_notice(Path zip) throws IOException {
        try (JarFile jar = PackedJar.open(zip)) {
            for (String name : PackedJar.jars(jar)) {
                String folder = PackedJar.JARS + name.replace(".jar", "/");
                try (JarFile source = PackedJar.source(name)) {
                    for (ZipEntry entry : files(source)) {
                        if (EACH.matcher(entry.getName()).matches()) {
                            assertSame(jar.getEntry(folder + entry.getName()), entry, name);
                        }
                    }
                }
            }
        }
    }

    /** If it fails: two jars hold this file. Is it to be merged, kept for each, or left out? The pom.xml says how. */
    @ParameterizedTest
    @MethodSource("zips")
    void nothing_else_is_changed_or_lost(Path zip) throws IOException {
        try (JarFile jar = PackedJar.open(zip)) {
            assertThat(PackedJar.jars(jar)).anyMatch(name -> name.startsWith("shared-"));
            for (String name : PackedJar.jars(jar)) {
                try (JarFile source = PackedJar.source(name)) {
                    for (ZipEntry entry : files(source)) {
                        if (LEFT_OUT.matcher(entry.getName()).matches()) {
                            assertThat(jar.getEntry(entry.getName()))
                                    .as("%s of %s", entry, name)
                                    .isNull();
                        } else if (!isMerged(entry)
                                && !EACH.matcher(entry.getName()).matches()) {
                            assertSame(jar.getEntry(entry.getName()), entry, name);
                        }
                    }
                }
            }
        }
    }

    private static List<? extends ZipEntry> files(JarFile jar) {
        return jar.stream().filter(entry -> !entry.isDirectory()).toList();
    }

    private static boolean isMerged(ZipEntry entry) {
        return LINES.matcher(entry.getName()).matches()
                || KEYS.matcher(entry.getName()).matches();
    }

    private static void assertSame(ZipEntry packed, ZipEntry entry, String jar) {
        if (packed == null || packed.getCrc() != entry.getCrc() || packed.getSize() != entry.getSize()) {
            throw new AssertionError(
                    entry + " of " + jar + (packed == null ? " is not packed" : " is packed otherwise"));
        }
    }

    /** Lines that are no comment, or pairs of a key and one of its values. */
    private static Set<String> words(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return Set.of();
        }
        try (InputStream content = jar.getInputStream(entry)) {
            if (LINES.matcher(name).matches()) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.toSet());
            }
            Properties properties = new Properties();
            properties.load(content);
            Set<String> words = new HashSet<>();
            properties.forEach((key, values) ->
                    Arrays.stream(values.toString().split(",")).forEach(value -> words.add(key + "=" + value.strip())));
            return words;
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return crc.getValue();
    }
}

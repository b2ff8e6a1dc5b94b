package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version that its authors call unfinished is used for a written reason only. */
class PreReleasesTest {
    private static final Pattern PRE_RELEASE = Pattern.compile(
            "(^|[.\\-_+\\d])(alpha|beta|milestone|m|rc|cr|pre|preview|ea|dev|snapshot)([.\\-_+]?\\d*)($|[.\\-_+])",
            Pattern.CASE_INSENSITIVE);

    /** A version in a POM: of a dependency, a plugin, a parent, or in a property that such a version refers to. */
    private static final Pattern VERSION = Pattern.compile("<(version|[\\w.-]+\\.version)>\\s*([^<$]+?)\\s*</\\1>");

    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

    private static final String OURS = "1.0.0-SNAPSHOT";

    private static final String FORMS =
            "AWS's container for Spring reads multipart forms with it; nobody has published a finished 2.x so far, and 1.x"
                    + " is for the servlets of before Jakarta. The API takes no such forms.";

    /** Why a library of a zip is used all the same, by its jar. */
    private static final Map<String, String> REASONS = Map.of(
            "commons-fileupload2-core-2.0.0-M4.jar", FORMS,
            "commons-fileupload2-jakarta-servlet6-2.0.0-M4.jar", FORMS);

    @Test
    void no_pom_names_a_pre_release() {
        Set<String> versions = poms().flatMap(PreReleasesTest::versionsIn).collect(Collectors.toSet());
        assertThat(versions).hasSizeGreaterThan(30);
        assertThat(versions.stream().filter(PreReleasesTest::isPreRelease)).isEmpty();
    }

    @Test
    void a_zip_holds_no_pre_release_but_those_with_a_reason() throws IOException {
        Set<String> found = new TreeSet<>();
        for (SamTemplate.Function function : SamTemplate.read().functions()) {
            List<Component> components = Component.in(function.zip());
            assertThat(components).hasSizeGreaterThan(20);
            components.stream()
                    .filter(component -> !component.isOurs() && isPreRelease(component.version()))
                    .map(Component::jar)
                    .forEach(found::add);
        }
        assertThat(found).isEqualTo(REASONS.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0-alpha",
                "1.0.0-alpha-2",
                "0.1.1-beta2",
                "2.0.0-M1",
                "4.0.0-RC1",
                "5.0.0.CR2",
                "6.0.0.Beta3",
                "17-ea+3",
                "2.0b-SNAPSHOT",
                "3.0.0-milestone-1",
                "1.0.0rc1",
                "2.57.8-PREVIEW"
            })
    void a_version_with_a_word_for_unfinished_is_a_pre_release(String version) {
        assertThat(version).matches(PreReleasesTest::isPreRelease);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7.7.0.RELEASE", "4.2.20.Final", "2.23", "17.11.0", "33.4.8-jre", "3.0.2", "1.0-macos", "9.0.43"
            })
    void a_finished_version_is_no_pre_release(String version) {
        assertThat(isPreRelease(version)).isFalse();
    }

    private static boolean isPreRelease(String version) {
        return PRE_RELEASE.matcher(version).find();
    }

    /** The parent's and those of all its modules. */
    private static Stream<Path> poms() {
        Path parent = SamTemplate.ROOT.resolve("pom.xml");
        Stream<Path> modules = MODULE.matcher(read(parent))
                .results()
                .map(match -> SamTemplate.ROOT.resolve(match.group(1)).resolve("pom.xml"));
        return Stream.concat(Stream.of(parent), modules);
    }

    private static Stream<String> versionsIn(Path pom) {
        return VERSION.matcher(read(pom))
                .results()
                .map(match -> match.group(2))
                .filter(version -> !version.equals(OURS));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

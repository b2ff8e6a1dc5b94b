package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BillOfMaterialsTest {
    static Stream<Path> zips() {
        return SamTemplate.read().functions().stream()
                .map(SamTemplate.Function::zip)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("zips")
    void the_bill_of_materials_beside_a_zip_lists_every_library_that_was_packed(Path zip) throws IOException {
        Set<String> listed = Component.in(zip).stream().map(Component::jar).collect(Collectors.toSet());
        try (JarFile jar = PackedJar.open(zip)) {
            Set<String> packed = PackedJar.jars(jar);
            packed.removeIf(name -> name.startsWith(functionOf(zip) + "-"));
            assertThat(packed).isNotEmpty();
            packed.removeAll(listed);
            assertThat(packed).as("packed, but not listed").isEmpty();
        }
    }

    @Test
    void the_bill_of_the_api_lists_the_pages_that_are_unpacked_into_its_classes() throws IOException {
        Path zip = zips().filter(path -> path.endsWith("api.zip")).findFirst().orElseThrow();
        assertThat(Component.in(zip)).extracting(Component::name).contains("swagger-ui");
    }

    @ParameterizedTest
    @MethodSource("zips")
    void the_bill_of_materials_holds_no_time_of_the_build(Path zip) throws IOException {
        assertThat(Component.in(zip)).isNotEmpty();
        assertThat(Files.readString(Component.billOf(zip))).doesNotContain("\"timestamp\"");
    }

    /** The bill is about this one, and lists the others. */
    private static String functionOf(Path zip) {
        return zip.getFileName().toString().replace(".zip", "");
    }
}

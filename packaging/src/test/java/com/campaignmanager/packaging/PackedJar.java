package com.campaignmanager.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** The one jar in a function's zip, read where the build has left it; {@link OneJarTest} sees that it is the zip's. */
final class PackedJar {
    /** A folder for each of the jars that it was made of, named as they are. */
    static final String JARS = "META-INF/jars/";

    private static final Map<String, Path> CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(file -> file.toString().endsWith(".jar"))
            .collect(Collectors.toMap(file -> file.getFileName().toString(), Function.identity(), (a, b) -> a));

    private PackedJar() {}

    static Path of(Path zip) {
        return zip.resolveSibling(zip.getFileName().toString().replace(".zip", ".jar"));
    }

    static JarFile open(Path zip) throws IOException {
        return new JarFile(of(zip).toFile());
    }

    /** What it was made of, such as {@code shared-1.0.0.jar}. */
    static SortedSet<String> jars(JarFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(JARS) && !name.equals(JARS))
                .map(name -> name.substring(JARS.length(), name.indexOf('/', JARS.length())) + ".jar")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One of these, from the tests' class path: all functions' jars are on it. */
    static JarFile source(String name) throws IOException {
        Path file = CLASS_PATH.get(name);
        if (file == null) {
            throw new AssertionError(name + " is packed, but these tests run with another version of it or without it");
        }
        return new JarFile(file.toFile());
    }
}

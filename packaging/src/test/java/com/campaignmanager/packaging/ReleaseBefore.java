package com.campaignmanager.packaging;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The newest release before this commit, by its tag {@code v…}: its source, built once under {@code target/}. */
final class ReleaseBefore {
    private static final Path DIRECTORY = Path.of("target", "release-before").toAbsolutePath();

    private ReleaseBefore() {}

    /** Its tag; empty: there is none yet, or no history to look it up in. */
    static Optional<String> tag() {
        return run(
                        SamTemplate.ROOT,
                        Redirect.DISCARD,
                        "git",
                        "describe",
                        "--tags",
                        "--abbrev=0",
                        "--match",
                        "v*",
                        "HEAD^")
                .map(String::strip);
    }

    /** Where its {@code template.yaml} is, and its zips are where that says. */
    static Path built(String tag) throws IOException {
        String commit = mustRun(SamTemplate.ROOT, "git", "rev-parse", "--short", tag + "^{commit}")
                .strip();
        Path source = DIRECTORY.resolve(tag + "-" + commit);
        Path done = source.resolve("target").resolve("built");
        if (!Files.exists(done)) {
            Files.createDirectories(done.getParent());
            Path archive = done.resolveSibling("source.tar");
            mustRun(SamTemplate.ROOT, "git", "archive", "--output", archive.toString(), tag);
            mustRun(source, "tar", "-xf", archive.toString());
            mustRun(source, maven(), "-B", "-ntp", "-q", "-DskipTests", "-Dspotless.check.skip=true", "package");
            Files.createFile(done);
        }
        return source;
    }

    /** The one that runs this test, if it says so. */
    private static String maven() {
        return Optional.ofNullable(System.getProperty("maven.home"))
                .map(home -> Path.of(home, "bin", "mvn").toString())
                .orElse("mvn");
    }

    private static String mustRun(Path directory, String... command) {
        return run(directory, Redirect.INHERIT, command)
                .orElseThrow(() -> new AssertionError("failed: " + String.join(" ", command) + " in " + directory));
    }

    /**
     * What a command prints; empty: it failed.
     *
     * @param complaints where its error output goes
     */
    private static Optional<String> run(Path directory, Redirect complaints, String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(directory.toFile())
                    .redirectError(complaints)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

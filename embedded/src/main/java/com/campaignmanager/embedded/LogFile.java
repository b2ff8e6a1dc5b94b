package com.campaignmanager.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The log that a server has written. */
final class LogFile {
    private static final int LINES = 5;

    private LogFile() {}

    /** Its last few lines, joined into one. */
    static String end(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.filter(line -> !line.isBlank()).toList();
            return all.stream().skip(Math.max(0, all.size() - LINES)).collect(Collectors.joining(" | "));
        } catch (IOException e) {
            return "(it has written nothing to " + file + ")";
        }
    }
}

package com.campaignmanager.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One line of the provider's own record. */
record ReceivedRequest(long messageId, String key, Reaction reaction) {
    String line() {
        return messageId + " " + key + " " + reaction;
    }

    static List<ReceivedRequest> readAll(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" "))
                .map(part -> new ReceivedRequest(Long.parseLong(part[0]), part[1], Reaction.valueOf(part[2])))
                .toList();
    }
}

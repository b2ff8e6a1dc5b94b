package com.campaignmanager.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that runs and ends. */
final class Command {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Command() {}

    /** How it ended, and its whole output. */
    record Ended(int status, String output) {
        boolean well() {
            return status == 0;
        }
    }

    /** PostgreSQL refuses to run as root, so there it gets a user namespace, in which it is nobody. */
    static Ended asNobodySpecial(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(ROOT ? List.of("unshare", "-U") : List.of());
        command.add(program.toString());
        command.addAll(arguments);
        return run(command);
    }

    static Ended run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new ServerFailedException("can't run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("interrupted while running " + command.getFirst(), e);
        }
    }
}

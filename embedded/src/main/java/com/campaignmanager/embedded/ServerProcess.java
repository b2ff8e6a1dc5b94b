package com.campaignmanager.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A server's process, found by the file in which it notes its process id; this run's or one that an earlier run left. */
final class ServerProcess {
    private final Path pidFile;
    private final String program;
    private volatile Optional<ProcessHandle> lastSeen = Optional.empty();

    /** @param program the name of its program, which tells it from a stranger that has got its process id since */
    ServerProcess(Path pidFile, String program) {
        this.pidFile = pidFile;
        this.program = program;
    }

    /** The live process, if there is one; once seen it is known even when somebody has deleted its files. */
    Optional<ProcessHandle> find() {
        Optional<ProcessHandle> found = noted().flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(this::runsProgram)
                .or(() -> lastSeen.filter(ProcessHandle::isAlive).filter(ServerProcess::runsSomething));
        lastSeen = found;
        return found;
    }

    /** Removes a note about a process that is no more, since the next server might take a stranger for it. */
    void forgetTheDead() {
        if (find().isPresent()) {
            return;
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + pidFile, e);
        }
    }

    /** As {@code kill -9}: the process and all it has started. */
    void kill() {
        find().ifPresent(process -> {
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(each -> awaitEnd(each, Duration.ofSeconds(10)));
        });
    }

    /** Asks it to end, by SIGTERM; kills it when it has not within the time given. */
    void terminate(Duration patience) {
        find().ifPresent(process -> {
            process.destroy();
            if (!awaitEnd(process, patience)) {
                kill();
            }
        });
    }

    /** Looks by itself: {@code onExit} of a process that is no child looks only a few times a second. */
    private boolean awaitEnd(ProcessHandle process, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (process.isAlive() && runsSomething(process)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Pause.aMoment();
        }
        return true;
    }

    /** A process that nobody has reaped yet counts as alive but runs nothing. */
    private static boolean runsSomething(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private boolean runsProgram(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .map(Path::getFileName)
                .filter(name -> name.toString().equals(program))
                .isPresent();
    }

    private Optional<Long> noted() {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

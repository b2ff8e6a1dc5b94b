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

/** A server's process, started by this run or left by an earlier one, found by the file that holds its process id. */
final class ServerProcess {
    private final Path pidFile;
    private final String program;
    private volatile Optional<ProcessHandle> lastSeen = Optional.empty();

    /** @param program the name of its program: another process may have got the same process id since */
    ServerProcess(Path pidFile, String program) {
        this.pidFile = pidFile;
        this.program = program;
    }

    /** The running process, if there is one. Once found, it is known even if somebody deletes its files. */
    Optional<ProcessHandle> find() {
        Optional<ProcessHandle> found = noted().flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(this::runsProgram)
                .or(() -> lastSeen.filter(ProcessHandle::isAlive).filter(ServerProcess::runsSomething));
        lastSeen = found;
        return found;
    }

    /** Removes the file of a process that has ended, since the next server might mistake another process for it. */
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

    /** As {@code kill -9}: kills the process and all that it has started. */
    void kill() {
        find().ifPresent(process -> {
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(each -> awaitEnd(each, Duration.ofSeconds(10)));
        });
    }

    /** Asks it to end, by SIGTERM, and kills it if it has not ended in that time. */
    void terminate(Duration patience) {
        find().ifPresent(process -> {
            process.destroy();
            if (!awaitEnd(process, patience)) {
                kill();
            }
        });
    }

    /** Polls by itself: {@code onExit} of a process that isn't a child polls only a few times a second. */
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

    /** A process that has not been reaped yet counts as alive but runs nothing. */
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

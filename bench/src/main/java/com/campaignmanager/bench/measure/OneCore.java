package com.campaignmanager.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread on the first core, together with the processes that it waits for. A short statement takes three times as long if
 * another core must be woken for it, and this remains so for seconds: one of two databases with the same contents can seem
 * three times as slow as the other, even if they are measured in turn.
 */
public final class OneCore implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private boolean pinned;

    /** Runs this task, and the threads that it starts, on the core while the caller waits on its own core. */
    public <T> T run(Callable<T> work) throws Exception {
        try {
            return thread.submit(() -> {
                        stay();
                        return work.call();
                    })
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /** Moves a process, such as a session of the server, to this core for good. */
    public void bring(List<Long> processes) throws IOException, InterruptedException {
        for (long process : processes) {
            pin(process);
        }
    }

    private void stay() throws IOException, InterruptedException {
        if (!pinned) {
            pin(thisThread());
            pinned = true;
        }
    }

    private static long thisThread() throws IOException {
        return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
    }

    private static void pin(long id) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder("taskset", "-pc", "0", Long.toString(id))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IllegalStateException("can't have " + id + " on the first core");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}

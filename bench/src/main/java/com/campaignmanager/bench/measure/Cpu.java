package com.campaignmanager.bench.measure;

import java.util.List;
import java.util.stream.LongStream;

/** Processor time of this JVM and of server processes together. */
public final class Cpu {
    private final List<Long> servers;

    /** @param servers the first process of each; their children count as well */
    public Cpu(List<Long> servers) {
        this.servers = List.copyOf(servers);
    }

    /** Seconds used so far. */
    public double seconds() {
        return LongStream.concat(
                        LongStream.of(ProcessHandle.current().pid()),
                        servers.stream().flatMapToLong(Cpu::withChildren))
                .mapToDouble(ProcFile::cpuSeconds)
                .sum();
    }

    private static LongStream withChildren(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMapToLong(process -> LongStream.concat(
                        LongStream.of(pid), process.descendants().mapToLong(ProcessHandle::pid)));
    }
}

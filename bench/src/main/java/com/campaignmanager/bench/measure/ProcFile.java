package com.campaignmanager.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Figures of a process from Linux. A process that has ended uses nothing any more.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
final class ProcFile {
    /** USER_HZ, the same on every architecture that Java runs on. */
    private static final double TICKS_A_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CHILDREN_UTIME = 13;
    private static final int CHILDREN_STIME = 14;

    private ProcFile() {}

    /** Seconds of processor time, including that of children it has waited for. */
    static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name, in brackets, may contain anything; the fields after it are counted from the state.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field : new int[] {UTIME, STIME, CHILDREN_UTIME, CHILDREN_STIME}) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_A_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Its peak resident memory so far, in MB. */
    static double peakMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}

package com.campaignmanager.bench.measure;

import java.io.IOException;

/** The peak memory of a process. */
public final class PeakMemory {
    private PeakMemory() {}

    /** The peak resident memory of a living process, in MB. */
    public static double megabytes(long pid) throws IOException {
        return ProcFile.peakMegabytes(pid);
    }
}

package com.campaignmanager.bench.measure;

import java.io.IOException;

/** The most memory a process has had. */
public final class PeakMemory {
    private PeakMemory() {}

    /** Resident, of a process that lives, in MB. */
    public static double megabytes(long pid) throws IOException {
        return ProcFile.peakMegabytes(pid);
    }
}

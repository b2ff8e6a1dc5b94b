package com.campaignmanager.bench.measure;

/** Measures one period of time. */
public final class Watch {
    private final long begun = System.nanoTime();

    private Watch() {}

    public static Watch start() {
        return new Watch();
    }

    public double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    public double millis() {
        return seconds() * 1_000;
    }
}

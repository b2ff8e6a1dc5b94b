package com.campaignmanager.bench.measure;

/** Prepares, measures once, cleans up, and returns the measured value, usually in seconds. */
@FunctionalInterface
public interface Sample {
    double take() throws Exception;
}

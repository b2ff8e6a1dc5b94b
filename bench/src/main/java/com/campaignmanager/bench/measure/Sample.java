package com.campaignmanager.bench.measure;

/** Prepares, measures once, clears up, and answers what was measured, mostly seconds. */
@FunctionalInterface
public interface Sample {
    double take() throws Exception;
}

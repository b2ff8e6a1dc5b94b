package com.campaignmanager.bench.report;

/** Whether a target was met. */
public enum Verdict {
    MET("met"),
    NOT_MET("**not met**"),
    /** There is no target; the figure is only shown. */
    SHOWN(""),
    FAILED("**failed**");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    public static Verdict of(boolean met) {
        return met ? MET : NOT_MET;
    }

    public String word() {
        return word;
    }
}

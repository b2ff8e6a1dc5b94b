package com.campaignmanager.migrations;

import java.util.Locale;

/** The functions that work with rows. Each logs in as a role of its own. */
public enum FunctionRole {
    API,
    WORKER,
    SCHEDULER,
    IMPORTER;

    /** How {@code grants.sql} and the names of roles call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package com.campaignmanager.customer.imports;

import com.campaignmanager.wire.WireName;

/** What a column of a file may hold, each with its list of names in {@code columns.properties}. */
enum ColumnKind implements WireName {
    MOBILE,
    PHONE,
    PARTY,
    FIRST_NAME,
    LAST_NAME,
    FULL_NAME,
    LOCATION,
    PREFERRED_PRODUCT,
    LANGUAGE,
    TIME_ZONE,
    CONSENT,
    OPT_OUT,
    /** Columns of our own lists of rejected lines. */
    OWN;

    boolean isPhone() {
        return this == MOBILE || this == PHONE || this == PARTY;
    }

    boolean saysNo() {
        return this == CONSENT || this == OPT_OUT;
    }
}

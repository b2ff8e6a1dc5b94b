package com.campaignmanager.consent;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** By which way an opt-out came. */
public enum OptOutSource implements WireName {
    /** {@code PUT /suppressions/{phone}}. */
    API,
    /** A file: of opt-outs, or of customers with a column of consent. */
    IMPORT,
    /** The recipient's own answer, such as STOP. */
    INBOUND,
    /** The provider refused a message, or told us. */
    PROVIDER;

    public static Optional<OptOutSource> of(String word) {
        return WireName.of(OptOutSource.class, word);
    }
}

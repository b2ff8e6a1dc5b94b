package com.campaignmanager.customer.imports;

import java.util.Collection;

/** Where phones go whose owners said in a file that they want no messages. */
@FunctionalInterface
public interface PhoneSuppressions {
    /** Keeps none, where nothing is sent by suppressions. */
    PhoneSuppressions NONE = phones -> {};

    /**
     * After it returns no message to these phones begins. Called before the rows are committed, outside their transaction, and
     * again for the same phones if that fails: a phone that is suppressed already stays so.
     *
     * @param phones E.164, those of one chunk
     */
    void suppress(Collection<String> phones);
}

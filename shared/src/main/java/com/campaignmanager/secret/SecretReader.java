package com.campaignmanager.secret;

import java.util.Map;
import java.util.Set;

/** Where stored secrets are read from. */
@FunctionalInterface
interface SecretReader {
    /**
     * @return the value of each of the secrets
     * @throws SecretUnavailableException if one of them can't be read
     */
    Map<SecretArn, String> read(Set<SecretArn> secrets);
}

package com.campaignmanager.sender;

import java.util.Optional;

/**
 * Why a provider did not take a message, or may not have.
 *
 * @param code the provider's own code, where it gave one
 * @param reason plain words for whoever reads the message list; never a class name or a stack trace
 */
public record ProviderError(ErrorClass errorClass, Optional<String> code, String reason, ErrorEffect effect) {

    /** An error without a code of the provider's. */
    public static ProviderError of(ErrorClass errorClass, String reason) {
        return new ProviderError(errorClass, Optional.empty(), reason, ErrorEffect.NONE);
    }

    /** An error with the provider's code. */
    public static ProviderError of(ErrorClass errorClass, String code, String reason) {
        return new ProviderError(errorClass, Optional.of(code), reason, ErrorEffect.NONE);
    }
}

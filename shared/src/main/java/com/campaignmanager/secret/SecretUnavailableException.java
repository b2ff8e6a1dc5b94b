package com.campaignmanager.secret;

/** A secret can't be read. The message names the secret and the reason, never a value. */
public final class SecretUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message) {
        super(message);
    }

    SecretUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

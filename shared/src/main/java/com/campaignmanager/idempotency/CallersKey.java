package com.campaignmanager.idempotency;

/**
 * An idempotency key.
 *
 * @param caller whose key it is
 */
public record CallersKey(String caller, String key) {}

package com.campaignmanager.problem;

/**
 * Why a value is not taken.
 *
 * @param code a stable snake_case word
 * @param message goes on after the field's name: "must not be blank"
 */
public record InvalidValue(String code, String message) {
    /** The code of what has no word of its own. */
    public static final String INVALID = "invalid_request";

    public static InvalidValue of(String message) {
        return new InvalidValue(INVALID, message);
    }
}

package com.campaignmanager.problem;

/**
 * Why a value is not taken.
 *
 * @param code a stable snake_case word
 * @param message goes on after the field's name: "must not be blank"
 */
public record Refusal(String code, String message) {
    /** The code of what has no word of its own. */
    public static final String INVALID = "invalid_request";

    public static Refusal of(String message) {
        return new Refusal(INVALID, message);
    }
}

package com.campaignmanager.consent;

/**
 * Somebody's wish not to be written to.
 *
 * @param phone E.164
 * @param reason for people to read; may be empty
 */
public record OptOut(String phone, OptOutChannel channel, OptOutSource source, String reason) {

    /** Hides the number: this may end in a log. */
    @Override
    public String toString() {
        return "opt-out of " + channel.wireName() + " by " + source.wireName();
    }
}

package com.campaignmanager.sender;

/** What a provider's error asks for besides the outcome of its message. */
public enum ErrorEffect {
    NONE,
    /** The recipient has opted out: nothing more may be sent to them by this channel. */
    SUPPRESS,
    /** The campaign's template is at fault: none of its messages can be sent. */
    PAUSE_CAMPAIGN
}

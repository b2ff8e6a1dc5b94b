package com.campaignmanager.sender;

import com.campaignmanager.wire.WireName;

/** What a refused or failed send speaks of, which decides what happens to the message (contract 11.1). */
public enum ErrorClass implements WireName {
    /** This recipient: no other attempt will reach them. */
    RECIPIENT,
    /** This text: no attempt will be taken as long as it reads like this. */
    CONTENT,
    /** The sender's own account or settings: no message of the channel can go out until someone mends them. */
    ACCOUNT,
    /** Too many messages at once: the same message is welcome later. */
    THROTTLE,
    /** A failure that surely left the message unsent and may be over at the next attempt. */
    TRANSIENT,
    /** A failure that may have come after the provider took the message. */
    AMBIGUOUS
}

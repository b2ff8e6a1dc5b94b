/** A sender that posts each message to a gateway over HTTP. */
@NullMarked
package com.campaignmanager.sender.http;

import org.jspecify.annotations.NullMarked;

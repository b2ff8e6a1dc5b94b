/** A sender that only pretends to send. */
@NullMarked
package com.campaignmanager.sender.mock;

import org.jspecify.annotations.NullMarked;

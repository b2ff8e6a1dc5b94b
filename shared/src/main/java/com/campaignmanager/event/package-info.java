/** Tells the event bus what has happened. */
@NullMarked
package com.campaignmanager.event;

import org.jspecify.annotations.NullMarked;

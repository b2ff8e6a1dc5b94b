/** Deadlines and pauses. */
@NullMarked
package com.campaignmanager.time;

import org.jspecify.annotations.NullMarked;

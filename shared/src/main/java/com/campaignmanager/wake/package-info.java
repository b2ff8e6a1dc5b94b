/** Starts a worker or the scheduler at once. */
@NullMarked
package com.campaignmanager.wake;

import org.jspecify.annotations.NullMarked;

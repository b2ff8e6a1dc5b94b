/** The hours of the day at which recipients may be written to, and the time zones of their phones. */
@NullMarked
package com.campaignmanager.hours;

import org.jspecify.annotations.NullMarked;

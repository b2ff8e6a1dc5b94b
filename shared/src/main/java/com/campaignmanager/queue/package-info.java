/** Redis: jobs, dead letters, and the hint when something is due next. */
@NullMarked
package com.campaignmanager.queue;

import org.jspecify.annotations.NullMarked;

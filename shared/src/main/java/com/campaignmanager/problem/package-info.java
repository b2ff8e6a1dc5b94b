/** Refusals with a code that clients can rely on. */
@NullMarked
package com.campaignmanager.problem;

import org.jspecify.annotations.NullMarked;

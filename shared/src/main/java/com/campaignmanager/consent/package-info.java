/** Opt-outs: who must not be written to, and taking back what was to be sent to them. */
@NullMarked
package com.campaignmanager.consent;

import org.jspecify.annotations.NullMarked;

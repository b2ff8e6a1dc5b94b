/** Who gets a campaign: the stored form, the count, and the next recipients. */
@NullMarked
package com.campaignmanager.audience;

import org.jspecify.annotations.NullMarked;

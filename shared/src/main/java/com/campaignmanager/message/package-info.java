/** Makes, claims, records, recalls, retries and lists messages, within the rates and holds of their channels. */
@NullMarked
package com.campaignmanager.message;

import org.jspecify.annotations.NullMarked;

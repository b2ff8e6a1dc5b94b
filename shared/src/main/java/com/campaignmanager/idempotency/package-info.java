/** The stored answers of requests that carry an {@code Idempotency-Key}. */
@NullMarked
package com.campaignmanager.idempotency;

import org.jspecify.annotations.NullMarked;

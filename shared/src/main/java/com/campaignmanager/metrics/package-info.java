/** Counts what has been committed, for the metrics of CloudWatch. */
@NullMarked
package com.campaignmanager.metrics;

import org.jspecify.annotations.NullMarked;

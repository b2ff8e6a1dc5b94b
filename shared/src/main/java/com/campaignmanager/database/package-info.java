/** Connections to PostgreSQL, their limits, and the transaction of a request. */
@NullMarked
package com.campaignmanager.database;

import org.jspecify.annotations.NullMarked;

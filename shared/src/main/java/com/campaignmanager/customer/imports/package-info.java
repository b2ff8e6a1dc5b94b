/** Reads files of customers, CSV or vCards, and writes them in batches. */
@NullMarked
package com.campaignmanager.customer.imports;

import org.jspecify.annotations.NullMarked;

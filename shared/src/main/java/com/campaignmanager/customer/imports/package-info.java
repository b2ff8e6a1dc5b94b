/** Reads files of customers and writes them in batches. */
@NullMarked
package com.campaignmanager.customer.imports;

import org.jspecify.annotations.NullMarked;

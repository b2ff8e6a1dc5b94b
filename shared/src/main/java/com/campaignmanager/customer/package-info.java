/** Customers, their phone numbers and the values that they have. */
@NullMarked
package com.campaignmanager.customer;

import org.jspecify.annotations.NullMarked;

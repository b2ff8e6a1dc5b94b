/** Secrets, and who reads them. */
@NullMarked
package com.campaignmanager.secret;

import org.jspecify.annotations.NullMarked;

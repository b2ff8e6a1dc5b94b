/** The environment variables, read and checked once. */
@NullMarked
package com.campaignmanager.settings;

import org.jspecify.annotations.NullMarked;

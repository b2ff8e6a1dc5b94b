/** The lines of the log, which hold no full phone number and no text of a message. */
@NullMarked
package com.campaignmanager.log;

import org.jspecify.annotations.NullMarked;

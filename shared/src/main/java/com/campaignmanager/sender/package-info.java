/** What a sender is given to send, and what it answers. */
@NullMarked
package com.campaignmanager.sender;

import org.jspecify.annotations.NullMarked;

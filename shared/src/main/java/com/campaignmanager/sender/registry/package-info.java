/** The sender of each channel, as the settings say. */
@NullMarked
package com.campaignmanager.sender.registry;

import org.jspecify.annotations.NullMarked;

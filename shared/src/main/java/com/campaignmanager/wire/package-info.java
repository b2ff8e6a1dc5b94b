/** Names and changes as they are written in JSON and in the database. */
@NullMarked
package com.campaignmanager.wire;

import org.jspecify.annotations.NullMarked;

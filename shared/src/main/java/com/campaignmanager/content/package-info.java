/** Templates, their placeholders, and what is rendered from them. */
@NullMarked
package com.campaignmanager.content;

import org.jspecify.annotations.NullMarked;

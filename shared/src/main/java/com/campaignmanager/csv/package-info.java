/** Reads and writes CSV as other programs read and write it. */
@NullMarked
package com.campaignmanager.csv;

import org.jspecify.annotations.NullMarked;

/** One worker: its leases, its backlog, its send slots, and what follows from what it has recorded. */
@NullMarked
package com.campaignmanager.worker;

import org.jspecify.annotations.NullMarked;

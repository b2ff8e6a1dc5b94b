package com.campaignmanager.hours;

import java.time.Instant;

/**
 * The time in which a message may begin.
 *
 * @param opensAt the earliest instant
 * @param endsAt from this instant on it may not begin any more
 */
public record OpenWindow(Instant opensAt, Instant endsAt) {}

package com.campaignmanager.customer;

import java.util.Optional;

/** Which customers a list shows: those with all the values given. {@code phone} is as written by the caller. */
public record CustomerFilter(Optional<String> location, Optional<String> preferredProduct, Optional<String> phone) {}

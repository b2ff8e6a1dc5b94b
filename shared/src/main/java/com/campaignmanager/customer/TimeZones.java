package com.campaignmanager.customer;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Time zones of IANA's database, such as {@code Africa/Nairobi}. */
public final class TimeZones {
    private TimeZones() {}

    /** Loaded when the first one is looked up. */
    private static final class Known {
        static final Map<String, String> BY_LOWER_CASE = ZoneId.getAvailableZoneIds().stream()
                .collect(Collectors.toMap(id -> id.toLowerCase(Locale.ROOT), Function.identity()));
    }

    /** The name as IANA writes it; empty if there is no such zone. */
    public static Optional<String> named(String name) {
        return Optional.ofNullable(Known.BY_LOWER_CASE.get(name.toLowerCase(Locale.ROOT)));
    }
}

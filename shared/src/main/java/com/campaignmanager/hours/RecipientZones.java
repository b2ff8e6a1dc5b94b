package com.campaignmanager.hours;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * The zones in which a recipient may be: the customer's own, else those of the phone number, else the default.
 *
 * @param otherwise for a number that tells nothing
 */
record RecipientZones(PhoneTimeZones phones, ZoneId otherwise) {

    Set<ZoneId> of(String phone, String timeZone) {
        return named(timeZone).map(Set::of).orElseGet(() -> {
            Set<ZoneId> possible = phones.of(phone);
            return possible.isEmpty() ? Set.of(otherwise) : possible;
        });
    }

    /** A name that Java doesn't know, which the API did not save, counts as none. */
    static Optional<ZoneId> named(String timeZone) {
        try {
            return timeZone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(timeZone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

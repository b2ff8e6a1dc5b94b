package com.campaignmanager.hours;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The time zones in which the holder of a phone number may be, by libphonenumber. Its data is loaded by the first look-up. A
 * look-up takes it 12 to 31 µs, so that answers are kept by the beginning of the number: no entry of its table is longer.
 */
final class PhoneTimeZones {
    private static final String NO_REGION = "ZZ";

    /** The plus and nine digits. */
    private static final int PREFIX = 10;

    private static final int MAX_KEPT = 50_000;

    private final Map<Prefix, Set<ZoneId>> kept = new ConcurrentHashMap<>();

    /** Numbers that begin alike but differ in length are of different types. */
    private record Prefix(String digits, int length) {
        static Prefix of(String phone) {
            return new Prefix(phone.substring(0, Math.min(PREFIX, phone.length())), phone.length());
        }
    }

    /** Empty if the number tells nothing. @param phone E.164 */
    Set<ZoneId> of(String phone) {
        Prefix prefix = Prefix.of(phone);
        Set<ZoneId> known = kept.get(prefix);
        if (known != null) {
            return known;
        }
        Set<ZoneId> zones = lookUp(phone);
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(prefix, zones);
        return zones;
    }

    private static Set<ZoneId> lookUp(String phone) {
        try {
            return PhoneNumberToTimeZonesMapper.getInstance()
                    .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(phone, NO_REGION))
                    .stream()
                    .filter(name -> !name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                    .map(RecipientZones::named)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberParseException e) {
            return Set.of();
        }
    }
}

package com.campaignmanager.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/** Reads phone numbers as people write them. Safe for use by several threads at once. */
public final class PhoneNumbers {
    private static final String NO_REGION = "ZZ";

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final String region;

    /** @param defaultRegion the country of numbers written without {@code +}; empty: those are refused */
    public PhoneNumbers(Optional<String> defaultRegion) {
        this.region = defaultRegion.orElse(NO_REGION);
    }

    /** The number in E.164, such as {@code +254712345678}, or empty if what is written is no valid number. */
    public Optional<String> e164(String written) {
        if (written.chars().anyMatch(PhoneNumbers::isOutOfPlace)) {
            return Optional.empty();
        }
        try {
            PhoneNumber number = library.parse(written, region);
            // parse alone accepts any run of digits; an extension can't be reached by a message.
            return library.isValidNumber(number) && !number.hasExtension()
                    ? Optional.of(library.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** What this deployment accepts, in words. */
    public String accepted() {
        return region.equals(NO_REGION)
                ? "a valid phone number with + and country code, such as +254712345678"
                : "a valid phone number, with + and country code unless it is one of " + region;
    }

    /** The library drops letters or reads them as keys of the dial: the result would be somebody else's number. */
    private static boolean isOutOfPlace(int c) {
        return Character.isLetter(c) || Character.isISOControl(c) || Character.isSurrogate((char) c);
    }
}

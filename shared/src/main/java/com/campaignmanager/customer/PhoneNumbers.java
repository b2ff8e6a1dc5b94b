package com.campaignmanager.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads phone numbers as people write them. Safe for use by several threads at once. */
public final class PhoneNumbers {
    private static final String NO_REGION = "ZZ";
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int MAX_COUNTRY_CODE_LENGTH = 3;

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final Set<Integer> countryCodes = library.getSupportedCallingCodes();
    private final String region;

    /** @param defaultRegion the country of numbers written without {@code +}; empty: those are refused */
    public PhoneNumbers(Optional<String> defaultRegion) {
        this.region = defaultRegion.orElse(NO_REGION);
    }

    /** The number in E.164, such as {@code +254712345678}, or empty if what is written is no valid number. */
    public Optional<String> e164(String written) {
        Optional<String> asItIs = canonical(written);
        return asItIs.isPresent() ? asItIs : read(written);
    }

    /** A valid number that is in E.164 already, which most are: reading it costs several times what checking it does. */
    private Optional<String> canonical(String written) {
        if (!E164.matcher(written).matches()) {
            return Optional.empty();
        }
        int code = 0;
        for (int i = 1; i <= MAX_COUNTRY_CODE_LENGTH; i++) {
            code = 10 * code + Character.digit(written.charAt(i), 10);
            // No country code is the beginning of another. A zero after it is for the library to judge.
            if (countryCodes.contains(code) && written.charAt(i + 1) != '0') {
                PhoneNumber number = new PhoneNumber()
                        .setCountryCode(code)
                        .setNationalNumber(Long.parseLong(written.substring(i + 1)));
                return library.isValidNumber(number) ? Optional.of(written) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> read(String written) {
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

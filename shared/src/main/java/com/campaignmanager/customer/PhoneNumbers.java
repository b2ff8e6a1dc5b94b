package com.campaignmanager.customer;

import com.campaignmanager.customer.PhoneReading.Fault;
import com.campaignmanager.customer.PhoneReading.Refused;
import com.campaignmanager.customer.PhoneReading.Valid;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads phone numbers as people write them. Safe for use by several threads at once. */
public final class PhoneNumbers {
    private static final String NO_REGION = "ZZ";
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int MAX_COUNTRY_CODE_LENGTH = 3;
    private static final String INTERNATIONAL_PREFIX = "00";

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final Set<Integer> countryCodes = library.getSupportedCallingCodes();
    private final String region;

    /** @param defaultRegion the country of numbers written without {@code +}; empty: those are refused */
    public PhoneNumbers(Optional<String> defaultRegion) {
        this.region = defaultRegion.orElse(NO_REGION);
    }

    /** The number in E.164, such as {@code +254712345678}, or empty if what is written is no valid number. */
    public Optional<String> e164(String written) {
        return read(written).e164IfValid();
    }

    /** The number, or why what is written is none. */
    public PhoneReading read(String written) {
        Optional<PhoneNumber> canonical = canonical(written);
        if (canonical.isPresent()) {
            PhoneNumberType type = library.getNumberType(canonical.get());
            // A canonical text that is not valid is read again: a zero may be missing, which the library would add.
            if (type != PhoneNumberType.UNKNOWN) {
                return new Valid(written, canBeMobile(type));
            }
        }
        String meant = Values.asMeant(written);
        if (meant.isEmpty()) {
            return new Refused(Fault.EMPTY);
        }
        if (WrittenPhone.isCutBySpreadsheet(meant)) {
            return new Refused(Fault.CUT_BY_SPREADSHEET);
        }
        return WrittenPhone.digits(meant).map(this::readDigits).orElseGet(() -> new Refused(Fault.NOT_A_NUMBER));
    }

    /** A number that is in E.164 already, which most are: reading it costs several times what checking it does. */
    private Optional<PhoneNumber> canonical(String written) {
        if (!E164.matcher(written).matches()) {
            return Optional.empty();
        }
        int code = 0;
        for (int i = 1; i <= MAX_COUNTRY_CODE_LENGTH; i++) {
            code = 10 * code + Character.digit(written.charAt(i), 10);
            // No country code is the beginning of another. A zero after it is for the library to judge.
            if (countryCodes.contains(code) && written.charAt(i + 1) != '0') {
                return Optional.of(new PhoneNumber()
                        .setCountryCode(code)
                        .setNationalNumber(Long.parseLong(written.substring(i + 1))));
            }
        }
        return Optional.empty();
    }

    private PhoneReading readDigits(String digits) {
        if (digits.startsWith(INTERNATIONAL_PREFIX)
                && parsed("+" + digits.substring(INTERNATIONAL_PREFIX.length())) instanceof Valid valid) {
            return valid;
        }
        return parsed(digits);
    }

    /** @param digits with or without {@code +} before them */
    private PhoneReading parsed(String digits) {
        try {
            PhoneNumber number = library.parse(digits, region);
            // The library parses any run of digits. Whether a number is valid it says by knowing its type.
            PhoneNumberType type = library.getNumberType(number);
            return type == PhoneNumberType.UNKNOWN
                    ? new Refused(Fault.NO_SUCH_NUMBER)
                    : new Valid(library.format(number, PhoneNumberFormat.E164), canBeMobile(type));
        } catch (NumberParseException e) {
            return new Refused(Fault.NO_SUCH_NUMBER);
        }
    }

    private static boolean canBeMobile(PhoneNumberType type) {
        return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
    }

    /** What this deployment accepts, in words. */
    public String accepted() {
        return region.equals(NO_REGION)
                ? "a valid phone number with + and country code, such as +254712345678"
                : "a valid phone number, with + and country code unless it is one of " + region;
    }
}

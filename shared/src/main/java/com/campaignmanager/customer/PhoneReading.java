package com.campaignmanager.customer;

import java.util.Optional;

/** What a text turned out to be that should be a phone number. */
public sealed interface PhoneReading {
    /**
     * @param e164 such as {@code +254712345678}
     * @param canBeMobile whether messages may reach it: a mobile number, or one that doesn't tell
     */
    record Valid(String e164, boolean canBeMobile) implements PhoneReading {
        /** Hides the number: this may end in a log. */
        @Override
        public String toString() {
            return "valid phone number";
        }
    }

    record Refused(Fault fault) implements PhoneReading {}

    /** Why a text is no phone number. */
    enum Fault {
        /** Blank. */
        EMPTY,
        /** Holds no digits, or characters that no single number has. */
        NOT_A_NUMBER,
        /** {@code 2.54713E+11} or {@code ######}: a spreadsheet has dropped digits. */
        CUT_BY_SPREADSHEET,
        /** Digits that no country has given out, or a national number where no country is the default. */
        NO_SUCH_NUMBER
    }

    default Optional<String> e164IfValid() {
        return this instanceof Valid valid ? Optional.of(valid.e164) : Optional.empty();
    }
}

package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.PhoneReading.Fault;

/** Why a record is rejected, in words: what kind of fault it is stands before the colon. */
final class Reasons {
    private Reasons() {}

    static String phone(Fault fault, PhoneNumbers phones) {
        return switch (fault) {
            case EMPTY -> "empty: there is no phone number";
            case NOT_A_NUMBER ->
                "not a number: a phone number has digits, and may have spaces, dots, hyphens, brackets and a leading +";
            case CUT_BY_SPREADSHEET ->
                "cut by a spreadsheet: digits are missing; format the column as text there, and export the file again";
            case NO_SUCH_NUMBER -> "no such number: the phone must be " + phones.accepted();
        };
    }

    /** @param refusal as {@link CustomerField#refusal} gives it */
    static String text(CustomerField field, String refusal) {
        String kind = refusal.startsWith("is longer") ? "text too long: " : "not text: ";
        return kind + field.wireName() + " " + refusal;
    }

    static String tooManyFields(int fields, int columns) {
        return "too many fields: " + fields + " where the header has " + columns;
    }
}

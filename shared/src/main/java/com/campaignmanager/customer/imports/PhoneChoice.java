package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.PhoneReading;
import com.campaignmanager.customer.PhoneReading.Fault;
import com.campaignmanager.customer.PhoneReading.Refused;
import com.campaignmanager.customer.PhoneReading.Valid;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks through the phone numbers of one customer: the first that can be a mobile counts, else the first valid one. */
final class PhoneChoice {
    /** What stands between several numbers of a cell; Google's contacts have three colons. */
    private static final Pattern SEPARATOR = Pattern.compile(":::|[;,\\r\\n]");

    private final PhoneNumbers phones;
    private Optional<Valid> mobile = Optional.empty();
    private Optional<Valid> other = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();

    /** @param value the whole cell */
    record Refusal(String value, Fault fault) {}

    PhoneChoice(PhoneNumbers phones) {
        this.phones = phones;
    }

    /** Whether no later number can be chosen instead. */
    boolean isDone() {
        return mobile.isPresent();
    }

    /** @param cell one number or several */
    void offer(String cell) {
        PhoneReading whole = phones.read(cell);
        if (whole instanceof Refused(Fault fault) && fault != Fault.CUT_BY_SPREADSHEET && isSeveral(cell)) {
            for (String part : SEPARATOR.split(cell)) {
                offer(phones.read(part), cell);
            }
        } else {
            offer(whole, cell);
        }
    }

    private static boolean isSeveral(String cell) {
        return SEPARATOR.matcher(cell).find();
    }

    private void offer(PhoneReading reading, String cell) {
        switch (reading) {
            case Valid valid when valid.canBeMobile() -> mobile = mobile.or(() -> Optional.of(valid));
            case Valid valid -> other = other.or(() -> Optional.of(valid));
            case Refused(Fault fault)
            when fault != Fault.EMPTY -> refusal = refusal.or(() -> Optional.of(new Refusal(cell, fault)));
            case Refused _ -> {}
        }
    }

    /** The number to write to; empty if none is valid. */
    Optional<Valid> chosen() {
        return mobile.or(() -> other);
    }

    /** Why there is none: of the first that is not empty. */
    Refusal refusal() {
        return refusal.orElseGet(() -> new Refusal("", Fault.EMPTY));
    }
}

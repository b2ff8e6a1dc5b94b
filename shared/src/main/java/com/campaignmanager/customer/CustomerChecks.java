package com.campaignmanager.customer;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings what a caller wants to write of a customer into the form in which it is kept, and checks it. */
final class CustomerChecks {
    private final PhoneNumbers phones;

    CustomerChecks(PhoneNumbers phones) {
        this.phones = phones;
    }

    /** @throws ProblemException {@code bad_phone} if the phone number is all that is wrong, else {@code invalid_request} */
    CustomerChanges checked(CustomerChanges written) {
        CustomerChanges changes = written.asMeant();
        List<FieldError> errors = new ArrayList<>();
        for (CustomerField field : CustomerField.values()) {
            changes.value(field)
                    .flatMap(field::refusalOf)
                    .ifPresent(refusal -> errors.add(new FieldError(field.wireName(), refusal)));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid("invalid_request", errors);
        }
        return changes.with(
                this::e164,
                language -> Languages.canonical(language).orElse(""),
                timeZone -> TimeZones.named(timeZone).orElse(""));
    }

    /** @throws ProblemException {@code bad_phone} */
    String e164(String written) {
        return phones.e164(written).orElseThrow(() -> badPhone("is not " + phones.accepted()));
    }

    static ProblemException badPhone(String message) {
        return ProblemException.invalid("bad_phone", List.of(new FieldError(CustomerField.PHONE.wireName(), message)));
    }

    /** As {@link #e164}; a number without its {@code +} is also taken as what a URL makes of an unescaped one. */
    Optional<String> e164InUrl(Optional<String> written) {
        return written.map(phone -> e164(phone.startsWith(" ") ? "+" + phone.strip() : phone));
    }
}

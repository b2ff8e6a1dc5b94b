package com.campaignmanager.customer;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is to be written of a customer. Empty: left as it is; an empty string: cleared. */
public record CustomerChanges(
        Optional<String> phone,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> location,
        Optional<String> preferredProduct,
        Optional<String> language,
        Optional<String> timeZone) {

    /** Without a language and a time zone. */
    public CustomerChanges(
            Optional<String> phone,
            Optional<String> firstName,
            Optional<String> lastName,
            Optional<String> location,
            Optional<String> preferredProduct) {
        this(phone, firstName, lastName, location, preferredProduct, Optional.empty(), Optional.empty());
    }

    Optional<String> value(CustomerField field) {
        return switch (field) {
            case PHONE -> phone;
            case FIRST_NAME -> firstName;
            case LAST_NAME -> lastName;
            case LOCATION -> location;
            case PREFERRED_PRODUCT -> preferredProduct;
            case LANGUAGE -> language;
            case TIME_ZONE -> timeZone;
        };
    }

    /** These, as {@link Values#asMeant} has them, but for the phone number. */
    CustomerChanges asMeant() {
        return new CustomerChanges(
                phone,
                firstName.map(Values::asMeant),
                lastName.map(Values::asMeant),
                location.map(Values::asMeant),
                preferredProduct.map(Values::asMeant),
                language.map(Values::asMeant),
                timeZone.map(Values::asMeant));
    }

    /** Some of these brought into their canonical form. */
    CustomerChanges with(
            UnaryOperator<String> phones, UnaryOperator<String> languages, UnaryOperator<String> timeZones) {
        return new CustomerChanges(
                phone.map(phones),
                firstName,
                lastName,
                location,
                preferredProduct,
                language.map(languages),
                timeZone.map(timeZones));
    }
}

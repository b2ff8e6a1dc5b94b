package com.campaignmanager.customer;

import java.util.Optional;

/** What is to be written of a customer. Empty: left as it is; an empty string: cleared. */
public record CustomerChanges(
        Optional<String> phone,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> location,
        Optional<String> preferredProduct) {

    Optional<String> value(CustomerField field) {
        return switch (field) {
            case PHONE -> phone;
            case FIRST_NAME -> firstName;
            case LAST_NAME -> lastName;
            case LOCATION -> location;
            case PREFERRED_PRODUCT -> preferredProduct;
        };
    }

    /** These, as {@link Values#asMeant} has them, but for the phone number. */
    CustomerChanges asMeant() {
        return new CustomerChanges(
                phone,
                firstName.map(Values::asMeant),
                lastName.map(Values::asMeant),
                location.map(Values::asMeant),
                preferredProduct.map(Values::asMeant));
    }

    CustomerChanges withPhone(Optional<String> other) {
        return new CustomerChanges(other, firstName, lastName, location, preferredProduct);
    }
}

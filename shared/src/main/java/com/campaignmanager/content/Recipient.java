package com.campaignmanager.content;

/**
 * What a message needs to know of a customer. Unknown fields are empty strings.
 *
 * @param phone E.164
 * @param timeZone by IANA's name
 */
public record Recipient(
        long customerId,
        String phone,
        String firstName,
        String lastName,
        String location,
        String preferredProduct,
        String timeZone) {

    /** One whose time zone does not matter. */
    public Recipient(
            long customerId,
            String phone,
            String firstName,
            String lastName,
            String location,
            String preferredProduct) {
        this(customerId, phone, firstName, lastName, location, preferredProduct, "");
    }

    /** The field that a placeholder stands for. */
    public String value(Placeholder placeholder) {
        return switch (placeholder) {
            case FIRST_NAME -> firstName;
            case LAST_NAME -> lastName;
            case LOCATION -> location;
            case PREFERRED_PRODUCT -> preferredProduct;
            case PHONE -> phone;
        };
    }

    /** Hides the phone number and the names: this may end in a log. */
    @Override
    public String toString() {
        return "customer " + customerId;
    }
}

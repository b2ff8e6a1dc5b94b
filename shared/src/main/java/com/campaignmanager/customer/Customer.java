package com.campaignmanager.customer;

import com.campaignmanager.content.Recipient;
import java.time.Instant;

/**
 * Someone whom a campaign can reach. Unknown fields are empty strings.
 *
 * @param phone E.164; no two customers share one
 * @param language a tag of BCP 47, such as {@code sw}
 * @param timeZone a name of IANA, such as {@code Africa/Nairobi}
 */
public record Customer(
        long id,
        String phone,
        String firstName,
        String lastName,
        String location,
        String preferredProduct,
        String language,
        String timeZone,
        Instant createdAt,
        Instant updatedAt) {

    public Recipient recipient() {
        return new Recipient(id, phone, firstName, lastName, location, preferredProduct);
    }

    /** Hides the phone number and the names: this may end in a log. */
    @Override
    public String toString() {
        return "customer " + id;
    }
}

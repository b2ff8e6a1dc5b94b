package com.campaignmanager.customer.imports;

/** A customer as a record of a file gives it, checked. Fields that the file doesn't have are empty. */
record CustomerRow(
        String phone,
        String firstName,
        String lastName,
        String location,
        String preferredProduct,
        String language,
        String timeZone) {

    /** This row, with what it leaves empty taken from another of the same phone. */
    CustomerRow over(CustomerRow other) {
        return new CustomerRow(
                phone,
                firstName.isEmpty() ? other.firstName : firstName,
                lastName.isEmpty() ? other.lastName : lastName,
                location.isEmpty() ? other.location : location,
                preferredProduct.isEmpty() ? other.preferredProduct : preferredProduct,
                language.isEmpty() ? other.language : language,
                timeZone.isEmpty() ? other.timeZone : timeZone);
    }

    @Override
    public String toString() {
        return "customer row";
    }
}

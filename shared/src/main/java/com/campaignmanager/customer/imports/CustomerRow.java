package com.campaignmanager.customer.imports;

/** A customer as a line of a CSV file gives it, checked. Fields that the file has no column for are empty. */
record CustomerRow(String phone, String firstName, String lastName, String location, String preferredProduct) {

    @Override
    public String toString() {
        return "customer row";
    }
}

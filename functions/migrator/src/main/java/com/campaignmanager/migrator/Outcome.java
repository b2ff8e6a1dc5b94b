package com.campaignmanager.migrator;

/** How a request of CloudFormation's ended; it shows the reason to whoever deploys. */
record Outcome(boolean success, String reason) {

    static Outcome done(String reason) {
        return new Outcome(true, reason);
    }

    static Outcome failed(Throwable thrown) {
        return new Outcome(false, Reason.of(thrown));
    }

    /** CloudFormation's word for it. */
    String status() {
        return success ? "SUCCESS" : "FAILED";
    }
}

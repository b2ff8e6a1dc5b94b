package com.campaignmanager.secret;

/** A credential as a setting gives it. Its text form never shows it. */
public sealed interface Secret {

    /** The credential itself, as on one machine. */
    record Given(String value) implements Secret {
        @Override
        public String toString() {
            return "given";
        }
    }

    /** A credential that is kept in Secrets Manager and read when it is needed. */
    record Stored(SecretArn arn) implements Secret {
        @Override
        public String toString() {
            return "stored as " + arn;
        }
    }
}

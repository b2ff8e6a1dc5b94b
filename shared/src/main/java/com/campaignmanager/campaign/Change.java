package com.campaignmanager.campaign;

import java.util.Optional;

/** What is to become of a value that may be missing. */
public sealed interface Change<T> {
    /** Left as it is. */
    record Kept<T>() implements Change<T> {}

    /** Removed. */
    record Cleared<T>() implements Change<T> {}

    /** Replaced. */
    record Replaced<T>(T by) implements Change<T> {}

    /** Whether it does not stay as it is. */
    default boolean isOne() {
        return !(this instanceof Kept);
    }

    /** The new value, if there is to be one. */
    default Optional<T> value() {
        return this instanceof Replaced<T>(T by) ? Optional.of(by) : Optional.empty();
    }
}

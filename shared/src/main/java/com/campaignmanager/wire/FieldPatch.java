package com.campaignmanager.wire;

import java.util.Optional;

/** What is to become of a value that may be missing. */
public sealed interface FieldPatch<T> {
    /** Left as it is. */
    record Kept<T>() implements FieldPatch<T> {}

    /** Removed. */
    record Cleared<T>() implements FieldPatch<T> {}

    /** Replaced. */
    record Replaced<T>(T by) implements FieldPatch<T> {}

    /** Whether it does not stay as it is. */
    default boolean isGiven() {
        return !(this instanceof Kept);
    }

    /** The new value, if there is to be one. */
    default Optional<T> value() {
        return this instanceof Replaced<T>(T by) ? Optional.of(by) : Optional.empty();
    }
}

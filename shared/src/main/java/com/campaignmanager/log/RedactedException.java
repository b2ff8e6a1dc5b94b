package com.campaignmanager.log;

import org.jspecify.annotations.Nullable;

/**
 * An exception's type and stack trace without its text, because the text of a library's exception may quote the message
 * that was being sent.
 */
public final class RedactedException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES = 5;

    private RedactedException(Throwable thrown, @Nullable RedactedException cause) {
        super(thrown.getClass().getName(), cause);
        setStackTrace(thrown.getStackTrace());
    }

    /** The first few of its causes lose their texts as well. */
    public static RedactedException of(Throwable thrown) {
        return of(thrown, CAUSES);
    }

    private static RedactedException of(Throwable thrown, int causes) {
        boolean more = causes > 0 && thrown.getCause() != null;
        return new RedactedException(thrown, more ? of(thrown.getCause(), causes - 1) : null);
    }
}

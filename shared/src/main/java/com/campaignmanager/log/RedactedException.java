package com.campaignmanager.log;

/**
 * What was thrown and where, without its words: those of a foreign library may quote the message that was being sent.
 */
public final class RedactedException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES = 5;

    private RedactedException(Throwable thrown, RedactedException cause) {
        super(thrown.getClass().getName(), cause);
        setStackTrace(thrown.getStackTrace());
    }

    /** Its causes, the first few, lose their words as well. */
    public static RedactedException of(Throwable thrown) {
        return of(thrown, CAUSES);
    }

    private static RedactedException of(Throwable thrown, int causes) {
        boolean more = causes > 0 && thrown.getCause() != null;
        return new RedactedException(thrown, more ? of(thrown.getCause(), causes - 1) : null);
    }
}

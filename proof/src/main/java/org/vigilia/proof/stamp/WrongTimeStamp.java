package org.vigilia.proof.stamp;

/** A time stamp that does not hold, or an answer that is none; the message is a clause for people. */
public final class WrongTimeStamp extends Exception {
    private static final long serialVersionUID = 1L;

    WrongTimeStamp(String message) {
        super(message);
    }

    WrongTimeStamp(String message, Throwable cause) {
        super(message, cause);
    }
}

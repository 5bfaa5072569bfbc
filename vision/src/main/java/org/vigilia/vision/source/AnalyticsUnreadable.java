package org.vigilia.vision.source;

/** A document of a camera's own analytics is not what it should be; the message says what is wrong. */
public final class AnalyticsUnreadable extends Exception {

    private static final long serialVersionUID = 1;

    AnalyticsUnreadable(String message) {
        super(message);
    }
}

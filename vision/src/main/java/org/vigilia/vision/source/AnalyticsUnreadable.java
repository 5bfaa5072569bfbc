package org.vigilia.vision.source;

/** A document of a camera's own analytics is not what it should be; the message says what is wrong. */
public final class AnalyticsUnreadable extends Exception {

    private static final long serialVersionUID = 1;

    private static final int MOST_WORDS = 200;

    /** @param message may quote the document, whose words are not trusted: it is cut short and kept on one line */
    AnalyticsUnreadable(String message) {
        super(oneLine(message.length() > MOST_WORDS ? message.substring(0, MOST_WORDS) + " …" : message));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}

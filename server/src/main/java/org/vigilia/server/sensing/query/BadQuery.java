package org.vigilia.server.sensing.query;

/** A request that cannot be understood; the message says where and why, for whoever wrote it. */
public final class BadQuery extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public BadQuery(String message) {
        super(message);
    }

    /** @param at where in the text, counted from 0 */
    static BadQuery at(String option, String text, int at, String problem) {
        String near = at >= text.length() ? "at its end" : "at '" + excerpt(text, at) + "'";
        return new BadQuery(option + ", character " + (at + 1) + ", " + near + ": " + problem);
    }

    private static String excerpt(String text, int at) {
        return text.substring(at, Math.min(text.length(), at + 20));
    }
}

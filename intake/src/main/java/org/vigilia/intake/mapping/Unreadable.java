package org.vigilia.intake.mapping;

/** A message that no reading can be taken from; the text says what is wrong with it and what to do. */
public final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    /** Without a stack trace: a broken device may cause thousands a second. */
    public Unreadable(String reason) {
        super(reason, null, false, false);
    }

    /** Why, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

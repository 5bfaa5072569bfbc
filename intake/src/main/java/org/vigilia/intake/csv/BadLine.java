package org.vigilia.intake.csv;

/** A line that cannot be used; the text says why. */
public final class BadLine extends Exception {

    private static final long serialVersionUID = 1;

    /** Without a stack trace: a bad file has a hundred thousand of them. */
    public BadLine(String reason) {
        super(reason, null, false, false);
    }

    /** Why, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

package org.vigilia.vision.analyse;

/** The work cannot be done as asked; the message says to a person what is wrong and what to do. */
final class CannotAnalyse extends Exception {

    private static final long serialVersionUID = 1L;

    CannotAnalyse(String message) {
        super(message);
    }
}

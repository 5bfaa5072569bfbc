package org.vigilia.facts;

/** The store cannot be reached or refused for now; nothing was accepted, and the same call may be tried again. */
public class LogUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

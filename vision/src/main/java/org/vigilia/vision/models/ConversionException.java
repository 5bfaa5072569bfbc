package org.vigilia.vision.models;

/** A network cannot be converted; the message says which node and why. */
final class ConversionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConversionException(String message) {
        super(message);
    }
}

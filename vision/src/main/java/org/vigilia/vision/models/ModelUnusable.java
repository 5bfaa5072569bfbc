package org.vigilia.vision.models;

/** A model folder cannot be used; the message names the file and says what is wrong with it. */
public final class ModelUnusable extends Exception {

    private static final long serialVersionUID = 1L;

    public ModelUnusable(String message) {
        super(message);
    }
}

package org.vigilia.vision.decode;

/** A file or stream is not video that can be decoded; the message names it and says what is wrong with it. */
public final class VideoUnreadable extends Exception {

    private static final long serialVersionUID = 1L;

    public VideoUnreadable(String message) {
        super(message);
    }
}

package org.vigilia.media.source;

/** Something that brings access units or sound in, once: when it ends, a new one is made. Used on one event loop. */
public interface PictureSource {
    /** Begins; what comes goes to the listener. */
    void start();

    /** Ends; nothing reaches the listener any more. */
    void close();

    SourceFigures figures();
}

package org.vigilia.media.source;

/** What to do when a source has ended. */
public enum AfterEnd {
    /** Try again, after a while. */
    RETRY,
    /** Try through the ffmpeg child: the camera sends what only that can read. */
    CHILD,
    /** Nothing: a file has been played to its end. */
    REST
}

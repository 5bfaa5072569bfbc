package org.vigilia.contract.relay;

/** Which of a camera's streams. */
public enum StreamChoice {
    /** Full resolution. */
    MAIN,
    /** The small one; the main one where the camera has no second. */
    SUB,
    /** What its microphone hears: no pictures, only {@link RelaySound}. Fetched from the camera while somebody asks. */
    SOUND
}

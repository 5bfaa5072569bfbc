package org.vigilia.media.source;

/** What a source is to bring. Never both: whatever goes wrong with the sound, pictures must not notice. */
public enum Wanted {
    PICTURES,
    SOUND
}

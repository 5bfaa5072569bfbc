package org.vigilia.vision.sound;

/** What a sound event is like. Says how it sounds, not what it was: a slammed skip sounds like a shot far away. */
public enum SoundKind {
    /** Sudden, short, not of one tone: a shot, a firework, a collision, a fallen load. */
    BANG,
    /** Sudden, then high and many-toned for a moment: glass that breaks. */
    GLASS,
    /** A raised, rough voice. */
    SCREAM,
    /** Tones that repeat or sweep: a siren, a smoke or intruder alarm. */
    ALARM
}

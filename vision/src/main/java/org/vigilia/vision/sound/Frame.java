package org.vigilia.vision.sound;

/**
 * What is known of about 20 to 30 ms of sound.
 *
 * @param seconds begin, since the judge began to listen
 * @param level A-weighted, decibels
 * @param above by how much the level is above the usual one, decibels
 * @param loud by how much the level is above what is often reached, decibels
 * @param high share of what is above the usual spectrum that lies above 2.8 kHz, 0..1
 * @param tonality share of what is above the usual spectrum that one tone and its overtones hold, 0..1
 * @param pitchHz of that tone; 0 when there is none
 */
record Frame(double seconds, double level, double above, double loud, double high, double tonality, double pitchHz) {

    /** A clear tone that stands out. */
    boolean tonal() {
        return tonality > 0.6 && above > 10;
    }
}

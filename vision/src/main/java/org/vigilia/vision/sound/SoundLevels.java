package org.vigilia.vision.sound;

import java.time.Instant;
import java.util.Map;

/**
 * How loud one second was. All levels in decibels re 20 µPa, as far as the full scale that the meter was told is right.
 *
 * @param at begin of the second, UTC, a whole second
 * @param laeq A-weighted mean level
 * @param lafMax greatest A-weighted level with time weighting F
 * @param lcPeak greatest C-weighted momentary value
 * @param octaves unweighted mean level of each band that the sampling rate has room for
 */
public record SoundLevels(Instant at, double laeq, double lafMax, double lcPeak, Map<Octave, Double> octaves) {

    public SoundLevels {
        octaves = Map.copyOf(octaves);
    }
}

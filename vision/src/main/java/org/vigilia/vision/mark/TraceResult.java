package org.vigilia.vision.mark;

import java.util.List;

/**
 * What a comparison of a copy with its original found.
 *
 * @param pictures how many of the copy were compared
 * @param likeness of copy and original, -1 to 1; a true copy is above 0.8
 * @param beginsAtMs where in the original the copy begins
 * @param openings all of them, the likeliest first
 */
public record TraceResult(int pictures, double likeness, long beginsAtMs, List<Found> openings) {

    /**
     * @param z agreement in standard deviations of chance
     * @param chance at most this likely is it that any of the openings agrees so far by chance
     */
    public record Found(String opening, double z, double chance) {}
}

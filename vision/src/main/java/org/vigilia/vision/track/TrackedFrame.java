package org.vigilia.vision.track;

import java.time.Instant;
import java.util.List;

/**
 * All objects after one frame.
 *
 * @param frame number of the analysed frame, from 0
 * @param at capture time, UTC
 * @param live confirmed objects that are seen or expected to come back
 * @param ended objects that were given up in this frame; told once
 */
public record TrackedFrame(long frame, Instant at, List<TrackState> live, List<TrackState> ended) {

    public TrackedFrame {
        live = List.copyOf(live);
        ended = List.copyOf(ended);
    }
}

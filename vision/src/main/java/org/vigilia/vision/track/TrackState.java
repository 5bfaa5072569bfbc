package org.vigilia.vision.track;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/**
 * What is known of one confirmed object after a frame.
 *
 * @param number grows from 1 in the order of confirmation; never used twice by one tracker
 * @param objectClass by vote over its life so far
 * @param confidence of the newest detection, 0..1
 * @param box where it was seen last; while it is not seen, where it is expected
 * @param seen whether it was found in this frame
 * @param firstSeen when its first detection was captured
 * @param lastSeen when its newest detection was captured
 * @param appearance running mean of what it looked like; null when nobody looked
 * @param earlier its steps before this frame that were never told, because it was not confirmed yet; only filled in the
 *     frame of its confirmation (or when it came back after it was thought lost), oldest first
 */
public record TrackState(
        long number,
        ObjectClass objectClass,
        double confidence,
        Box box,
        boolean seen,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Appearance appearance,
        List<TrackStep> earlier) {

    public TrackState {
        earlier = List.copyOf(earlier);
    }
}

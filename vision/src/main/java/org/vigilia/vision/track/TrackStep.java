package org.vigilia.vision.track;

import java.time.Instant;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/**
 * Where an object was in one frame.
 *
 * @param frame number of the analysed frame, from 0, as counted by the tracker
 * @param at capture time, UTC
 * @param box where it was
 * @param objectClass what it was taken for in this frame
 * @param confidence 0..1; of the detection, or 0 for a step that was filled in
 * @param filled true when the object was not seen in this frame and its box was interpolated
 */
public record TrackStep(long frame, Instant at, Box box, ObjectClass objectClass, double confidence, boolean filled) {}

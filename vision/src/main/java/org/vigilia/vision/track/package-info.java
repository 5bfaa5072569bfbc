/**
 * From boxes in single frames to objects with a path: pure Java, no pictures, no natives.
 *
 * <p>Follows ByteTrack (Zhang et al., ECCV 2022): sure detections first, then doubtful ones for objects that are already
 * known; plus a pass on grown boxes and a re-join by appearance for objects that come out from behind something.
 */
@NullMarked
package org.vigilia.vision.track;

import org.jspecify.annotations.NullMarked;

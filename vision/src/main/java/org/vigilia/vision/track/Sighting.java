package org.vigilia.vision.track;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/**
 * One object found in one frame, not yet known to be the same as any other.
 *
 * @param box where it is, fractions of the picture
 * @param objectClass what the detector takes it for
 * @param confidence 0..1
 * @param appearance what it looks like; null when nobody looked
 */
public record Sighting(
        Box box,
        ObjectClass objectClass,
        double confidence,
        @Nullable Appearance appearance) {

    public Sighting(Box box, ObjectClass objectClass, double confidence) {
        this(box, objectClass, confidence, null);
    }
}

package org.vigilia.vision.track;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.ObjectClass;

/**
 * The whole path of one object, known after the fact.
 *
 * @param number the tracker's
 * @param objectClass by vote over its whole life
 * @param steps by frame, no frame twice, at least one
 * @param appearance what it looked like; null when nobody looked
 */
public record Trajectory(
        long number,
        ObjectClass objectClass,
        List<TrackStep> steps,
        @Nullable Appearance appearance) {

    public Trajectory {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("trajectory " + number + " has no steps");
        }
    }

    TrackStep first() {
        return steps.get(0);
    }

    TrackStep last() {
        return steps.get(steps.size() - 1);
    }
}

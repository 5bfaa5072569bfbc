package org.vigilia.sim.stage;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** Something that is drawn anew in every picture, from the farthest to the nearest. */
interface Prop {

    /** Whether it is there at all, seconds from the start of the film. */
    boolean present(double seconds);

    /** How far ahead it stands, metres. */
    double distance(double seconds);

    void draw(Brush brush, double seconds);

    /** What a camera would call it; null for scenery. */
    default @Nullable ObjectClass kind() {
        return null;
    }

    /** Where it is seen, fractions of the picture; only asked of what has a {@link #kind()}. */
    default Box box(View view, double seconds) {
        throw new UnsupportedOperationException("scenery has no box");
    }
}

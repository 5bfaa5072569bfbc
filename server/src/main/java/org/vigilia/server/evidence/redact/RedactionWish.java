package org.vigilia.server.evidence.redact;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants hidden, before they look at the proposal.
 *
 * @param what kinds; FACE hides heads, PLATE the lower part of vehicles
 * @param style how
 */
record RedactionWish(@Nullable Set<What> what, RedactionPlan.@Nullable Style style) {

    enum What {
        FACE,
        PERSON,
        PLATE,
        VEHICLE
    }

    /** Persons and plates where nothing was said. */
    Set<What> kinds() {
        return what == null || what.isEmpty() ? Set.of(What.PERSON, What.PLATE) : what;
    }

    RedactionPlan.Style styleOrUsual() {
        return style == null ? RedactionPlan.Style.PIXELATE : style;
    }
}

package org.vigilia.contract.rule.city;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;

/**
 * Which datastreams a condition speaks of: all that fit every field that is given. Only datastreams of the rule's agency
 * ever fit.
 *
 * @param datastreams these; left out or empty: any
 * @param quantity what they measure; null: any, allowed only when datastreams are named
 * @param near the middle of an area; null: anywhere
 * @param radiusMetres how far from the middle; null exactly when {@code near} is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Source(
        Set<DatastreamId> datastreams,
        @Nullable Quantity quantity,
        @Nullable GeoPoint near,
        @Nullable Double radiusMetres) {

    public Source {
        datastreams = datastreams == null ? Set.of() : Set.copyOf(datastreams);
        if (datastreams.isEmpty() && quantity == null) {
            throw new IllegalArgumentException("a source needs 'datastreams' or 'quantity'");
        }
        if ((near == null) != (radiusMetres == null)) {
            throw new IllegalArgumentException("'near' and 'radiusMetres' belong together");
        }
        if (radiusMetres != null) {
            Checks.positive("radiusMetres", radiusMetres);
        }
    }

    /** One datastream. */
    public static Source of(DatastreamId datastream) {
        return new Source(Set.of(datastream), null, null, null);
    }

    /** Every datastream that measures this. */
    public static Source of(Quantity quantity) {
        return new Source(Set.of(), quantity, null, null);
    }
}

package org.vigilia.rules;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;

/**
 * What a rule's judge sees of the rest of the city.
 *
 * @param book rules and cards of now
 * @param levels newest wind and fill
 */
record Scenery(Book book, Levels levels) {

    @Nullable
    DatastreamCard card(Occurrence found) {
        return found.datastream() == 0 ? null : book.datastream(found.datastream());
    }

    @Nullable
    GeoPoint place(Occurrence found) {
        String camera = found.camera();
        if (camera != null) {
            CameraCard card = book.camera(new CameraId(camera));
            return card == null ? null : card.place();
        }
        DatastreamCard card = card(found);
        return card == null ? null : card.place();
    }

    String name(Occurrence found) {
        String camera = found.camera();
        if (camera != null) {
            CameraCard card = book.camera(new CameraId(camera));
            return card == null ? camera : card.name();
        }
        DatastreamCard card = card(found);
        return card == null ? "Datastream " + found.datastream() : card.name();
    }

    /** True when both places are known and not further apart than this. */
    boolean near(Occurrence a, Occurrence b, double metres) {
        GeoPoint one = place(a);
        GeoPoint other = place(b);
        return one != null && other != null && Earth.metres(one, other) <= metres;
    }

    /** True for a sensor of what the wind carries. */
    boolean carried(Occurrence found) {
        DatastreamCard card = card(found);
        return card != null && SourceFinder.carried(card.quantity());
    }
}

package org.vigilia.contract.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Point;

/**
 * A rule found a situation, or what it found has changed or ended. One situation is one alert: all its changes carry the
 * same id, and the same facts replayed give the same id.
 *
 * @param alert which alert
 * @param phase raised, updated or ended
 * @param at time of the fact that caused this change, UTC
 * @param startedAt when the situation itself began, UTC; at or before {@code at}
 * @param rule which rule
 * @param kind its kind
 * @param severity the rule's
 * @param camera where it was seen
 * @param part zone or lane; null for alerts about the camera
 * @param message one line for people: what, where, how much
 * @param proof what was seen
 */
public record AlertChange(
        AlertId alert,
        Phase phase,
        Instant at,
        Instant startedAt,
        RuleId rule,
        RuleKind kind,
        Severity severity,
        CameraId camera,
        @Nullable String part,
        String message,
        Proof proof) {

    /** Where in its life an alert is. */
    public enum Phase {
        RAISED,
        UPDATED,
        ENDED
    }

    /**
     * What was seen.
     *
     * @param tracks objects concerned; empty for crowds and cameras
     * @param box where in the picture; null when it is the whole picture
     * @param path how the object came there, oldest first
     * @param picture snapshot; null when none was stored
     * @param measures figures with their unit in the name: "dwellSeconds", "personsPerSquareMetre"
     */
    public record Proof(
            List<TrackId> tracks,
            @Nullable Box box,
            List<Point> path,
            @Nullable PictureId picture,
            Map<String, Double> measures) {

        public Proof {
            tracks = List.copyOf(tracks);
            path = List.copyOf(path);
            measures = Map.copyOf(measures);
        }
    }
}

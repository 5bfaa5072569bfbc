package org.vigilia.contract.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.GeoPoint;
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
 * @param camera where it was seen; null when a rule over the city's facts found it
 * @param part zone or lane; null for alerts about the camera or the city
 * @param message one line for people: what, where, how much
 * @param proof what was seen
 * @param city what is known beyond the picture; null exactly when {@code camera} is not
 */
public record AlertChange(
        AlertId alert,
        Phase phase,
        Instant at,
        Instant startedAt,
        RuleId rule,
        RuleKind kind,
        Severity severity,
        @Nullable CameraId camera,
        @Nullable String part,
        String message,
        Proof proof,
        @Nullable City city) {

    public AlertChange {
        if ((camera == null) == (city == null)) {
            throw new IllegalArgumentException("alert " + alert + " must be of a camera or of the city, not both");
        }
    }

    /** A change of a camera's alert. */
    public AlertChange(
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
        this(alert, phase, at, startedAt, rule, kind, severity, camera, part, message, proof, null);
    }

    /** Whose changes keep their order in the log: the camera, or the rule. */
    public String source() {
        return camera != null ? camera.value() : rule.value();
    }

    /**
     * An alert of a rule over the city's facts.
     *
     * @param agency the rule's
     * @param ruleName the rule's name for people
     * @param datastream whose observations raised it; null when several did and none of them is first
     * @param name of the datastream or of the place, for people
     * @param place where, WGS 84; null when unknown
     * @param causes the facts that made it, oldest first
     * @param estimate where it probably comes from; null when nothing can be said
     * @param advice what the rule says should be done; null when nothing
     */
    public record City(
            AgencyId agency,
            String ruleName,
            @Nullable DatastreamId datastream,
            String name,
            @Nullable GeoPoint place,
            List<Cause> causes,
            @Nullable SourceEstimate estimate,
            @Nullable String advice) {

        public City {
            causes = List.copyOf(causes);
        }
    }

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

        /** Nothing was seen: the causes say what was measured. */
        public static Proof measured(Map<String, Double> measures) {
            return new Proof(List.of(), null, List.of(), null, measures);
        }

        public Proof {
            tracks = List.copyOf(tracks);
            path = List.copyOf(path);
            measures = Map.copyOf(measures);
        }
    }
}

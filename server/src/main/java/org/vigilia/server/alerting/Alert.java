package org.vigilia.server.alerting;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange.City;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.scene.Point;

/**
 * A situation that a rule found, as operators see it. When the same rule speaks again at the same camera within a minute
 * and nobody has looked yet, that is the same line with {@code repeats} counted up.
 *
 * @param id the first situation's id in the log
 * @param agency whose camera saw it or whose rule raised it
 * @param state what people did with it
 * @param active whether the situation still goes on
 * @param camera whose picture it was seen in; null when sensors told of it
 * @param sourceName the camera's, the sensor's or the place's name when the alert was raised
 * @param city what sensors told: causes, probable source, advice; null when a camera saw it
 * @param part zone or lane; null for alerts about the camera
 * @param place named place of the camera when the alert was raised; null when it had none
 * @param location of the camera when the alert was raised; null when it was unknown
 * @param message one line for people: what, where, how much
 * @param startedAt when the situation began
 * @param raisedAt capture time of the frame that made the rule speak
 * @param lastRaisedAt the same for the newest repeat
 * @param endedAt when it was over; null while it goes on
 * @param pictureId snapshot; null when none was stored
 * @param box where in the picture; null when it is the whole picture
 * @param path how the object came there, oldest first
 * @param tracks objects concerned
 * @param measures figures with their unit in the name
 * @param acknowledgedBy who saw it first; null when nobody did
 * @param dismissedBy who said that nothing needs to be done; null when it is not dismissed, like the next three
 * @param dismissedNote in that person's own words; null also when none was given
 * @param incidentId the incident it is worked in; null when in none
 * @param repeats how often it was raised again; 0 when only once
 */
public record Alert(
        AlertId id,
        AgencyId agency,
        AlertState state,
        boolean active,
        RuleKind kind,
        Severity severity,
        RuleId ruleId,
        String ruleName,
        @Nullable Seen camera,
        String sourceName,
        @Nullable City city,
        @Nullable String part,
        @Nullable Spot place,
        @Nullable GeoPoint location,
        String message,
        Instant startedAt,
        Instant raisedAt,
        Instant lastRaisedAt,
        @Nullable Instant endedAt,
        @Nullable PictureId pictureId,
        @Nullable Box box,
        List<Point> path,
        List<TrackId> tracks,
        Map<String, Double> measures,
        @Nullable Who acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable Who dismissedBy,
        @Nullable Instant dismissedAt,
        @Nullable DismissReason dismissedReason,
        @Nullable String dismissedNote,
        @Nullable IncidentId incidentId,
        int repeats) {

    public Alert {
        path = List.copyOf(path);
        tracks = List.copyOf(tracks);
        measures = Map.copyOf(measures);
    }

    /** The camera that saw it, under the name it had then. */
    public record Seen(CameraId id, String name) {}

    /** A named place. */
    public record Spot(String id, String name) {}

    /** A person, under the name at that time. */
    public record Who(PersonId id, String name) {}
}

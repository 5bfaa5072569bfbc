package org.vigilia.server.incident;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.alerting.Alert;
import org.vigilia.server.alerting.Alerts;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.incident.IncidentDetails.NearCamera;
import org.vigilia.server.incident.IncidentStore.Row;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/** What lies around an alert or an incident: what probably belongs together, and the cameras that may see it. */
@Component
final class Surroundings {

    private static final int MAX_CAMERAS = 6;
    private static final int MAX_SUGGESTIONS = 20;
    private static final int MAX_OPEN = 200;

    private final IncidentStore store;
    private final Incidents incidents;
    private final Alerts alerts;
    private final Cameras cameras;
    private final Access access;
    private final Clock clock;

    Surroundings(IncidentStore store, Incidents incidents, Alerts alerts, Cameras cameras, Access access, Clock clock) {
        this.store = store;
        this.incidents = incidents;
        this.alerts = alerts;
        this.cameras = cameras;
        this.access = access;
        this.clock = clock;
    }

    Suggestions around(SignedIn person, AlertId id) {
        Alert alert = alerts.get(person, id);
        access.require(person, Right.SEE_INCIDENTS, "alert", id.value(), alert.agency());
        Instant now = clock.instant();
        Instant from = alert.startedAt().minus(Closeness.MAX_GAP);
        Instant to = (alert.endedAt() == null ? now : alert.endedAt()).plus(Closeness.MAX_GAP);
        List<Suggestions.NearAlert> nearAlerts = alerts.listFree(alert.agency(), from, to).stream()
                .filter(other -> !other.id().equals(id))
                .map(other -> new Suggestions.NearAlert(other, Closeness.between(alert, other, now)))
                .filter(near -> near.closeness().near())
                .sorted(Comparator.comparingDouble(near -> near.closeness().rank()))
                .limit(MAX_SUGGESTIONS)
                .toList();
        List<Row> open = store.list(
                Optional.of(alert.agency()), new IncidentStore.Filter(Set.of(Incident.State.OPEN), "", MAX_OPEN, null));
        Map<IncidentId, List<Alert>> theirs = incidents.alertsOf(open);
        List<Suggestions.NearIncident> nearIncidents = open.stream()
                .filter(row -> !row.id().equals(alert.incidentId()))
                .flatMap(row -> closest(alert, theirs.getOrDefault(row.id(), List.of()), now)
                        .map(closeness -> new Suggestions.NearIncident(
                                Incidents.view(row, theirs.getOrDefault(row.id(), List.of())), closeness)))
                .sorted(Comparator.comparingDouble(near -> near.closeness().rank()))
                .limit(MAX_SUGGESTIONS)
                .toList();
        return new Suggestions(nearIncidents, nearAlerts);
    }

    private static Stream<Closeness> closest(Alert alert, List<Alert> others, Instant now) {
        return others.stream()
                .map(other -> Closeness.between(alert, other, now))
                .filter(Closeness::near)
                .min(Comparator.comparingDouble(Closeness::rank))
                .stream();
    }

    /** Cameras of the person's own that are nearest to an incident. */
    List<NearCamera> cameras(SignedIn person, Row row, List<Alert> its) {
        GeoPoint place = row.location();
        if (place == null) {
            return List.of();
        }
        return cameras.list(person).stream()
                .filter(camera -> camera.location() != null)
                .map(camera -> near(camera, place, its))
                .sorted(Comparator.comparingDouble(NearCamera::distanceM).thenComparing(NearCamera::name))
                .limit(MAX_CAMERAS)
                .toList();
    }

    private static NearCamera near(Camera camera, GeoPoint place, List<Alert> its) {
        GeoPoint from = camera.location();
        if (from == null) {
            throw new IllegalArgumentException("a camera without a place");
        }
        boolean saw = its.stream()
                .anyMatch(alert -> alert.camera() != null && alert.camera().id().equals(camera.id()));
        double distanceM = Closeness.distanceM(from, place);
        return new NearCamera(
                camera.id(),
                camera.name(),
                distanceM,
                saw ? Boolean.TRUE : View.of(camera).sees(place));
    }
}

package org.vigilia.server.alerting;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.news.CameraOwners;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/** Looks up who and what stands behind a camera's id: agency, names, place, and the name of the rule that spoke. */
@Component
class Sightings implements CameraOwners {

    private static final Duration OWNER_KNOWN_FOR = Duration.ofSeconds(2);
    private static final int MAX_OWNERS = 10_000;

    private final Cameras cameras;
    private final Clock clock;
    private final Map<CameraId, Owner> owners = new ConcurrentHashMap<>();

    Sightings(Cameras cameras, Clock clock) {
        this.cameras = cameras;
        this.clock = clock;
    }

    private record Owner(Optional<AgencyId> agency, Instant until) {}

    /**
     * What is known of the place where an alert was seen.
     *
     * @param agency null when nobody registered the camera
     */
    record Sighting(
            @Nullable AgencyId agency,
            String sourceName,
            Alert.@Nullable Spot place,
            @Nullable GeoPoint location,
            String ruleName) {}

    Sighting of(AlertChange change) {
        CameraId id = change.camera();
        if (id == null) {
            return ofCity(Objects.requireNonNull(change.city()));
        }
        Optional<Camera> found = cameras.find(id);
        if (found.isEmpty()) {
            return new Sighting(null, id.value(), null, null, ruleName(change, Optional.empty()));
        }
        Camera camera = found.get();
        return new Sighting(
                camera.agency().id(),
                camera.name(),
                camera.place() == null
                        ? null
                        : new Alert.Spot(camera.place().id(), camera.place().name()),
                camera.location(),
                ruleName(change, cameras.findRule(id, change.rule())));
    }

    private static Sighting ofCity(AlertChange.City city) {
        return new Sighting(city.agency(), city.name(), null, city.place(), city.ruleName());
    }

    private static String ruleName(AlertChange change, Optional<Rule> rule) {
        return rule.map(Rule::name).orElseGet(() -> Rule.usualName(change.kind(), change.part()));
    }

    /** Asked many times a second: remembered for two. */
    @Override
    public Optional<AgencyId> findOwner(CameraId camera) {
        Instant now = clock.instant();
        Owner known = owners.get(camera);
        if (known != null && known.until.isAfter(now)) {
            return known.agency;
        }
        Optional<AgencyId> agency = cameras.find(camera).map(c -> c.agency().id());
        if (owners.size() > MAX_OWNERS) {
            owners.clear();
        }
        owners.put(camera, new Owner(agency, now.plus(OWNER_KNOWN_FOR)));
        return agency;
    }
}

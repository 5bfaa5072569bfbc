package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** Devices on the map: all of them once, then only what changed. */
@RestController
@RequestMapping("/api/v1/sensing/markers")
@Tag(name = "sensing")
class MarkerController {

    private static final int MAX_MARKERS = 20_000;

    private final Fleet fleet;
    private final DeviceViews views;
    private final Access access;
    private final Clock clock;

    MarkerController(Fleet fleet, DeviceViews views, Access access, Clock clock) {
        this.fleet = fleet;
        this.views = views;
        this.access = access;
        this.clock = clock;
    }

    /** A device on the map, with the newest value of its main quantity. */
    record Marker(
            String id,
            String name,
            SensorKind kind,
            GeoPoint location,
            Fleet.State state,
            @Nullable Long datastream,
            @Nullable Quantity quantity,
            @Nullable Double value,
            @Nullable String text,
            @Nullable Instant time) {}

    /** @param cursor to be given when asking for changes */
    record Markers(Instant at, String cursor, List<Marker> items) {}

    /** @param reload true when the cursor is too old: ask for all of them again */
    record MarkerChanges(Instant at, String cursor, List<Marker> items, List<String> removed, boolean reload) {}

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "listMarkers", summary = "Every device that has a place, compact")
    Markers all(Caller by) {
        String cursor = fleet.cursor();
        List<Marker> items = new ArrayList<>();
        for (Fleet.Device device : fleet.list(access.limit(by, Right.SEE_SENSORS))) {
            Marker marker = marker(device);
            if (marker != null && items.size() < MAX_MARKERS) {
                items.add(marker);
            }
        }
        return new Markers(clock.instant(), cursor, items);
    }

    @GetMapping("/changes")
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "listMarkerChanges", summary = "Devices whose value, state, place or name changed since")
    MarkerChanges changes(Caller by, @RequestParam String since) {
        Optional<AgencyId> agency = access.limit(by, Right.SEE_SENSORS);
        String cursor = fleet.cursor();
        Optional<Long> number = fleet.since(since);
        if (number.isEmpty()) {
            return new MarkerChanges(clock.instant(), cursor, List.of(), List.of(), true);
        }
        List<Marker> items = new ArrayList<>();
        List<String> removed = new ArrayList<>(fleet.removedSince(number.get(), agency));
        for (Fleet.Device device : fleet.list(agency)) {
            // the tick of the cursor may still have been in the making when it was given
            if (device.tick() >= number.get()) {
                Marker marker = marker(device);
                if (marker == null) {
                    removed.add(device.card().id());
                } else {
                    items.add(marker);
                }
            }
        }
        return new MarkerChanges(clock.instant(), cursor, items, removed, false);
    }

    private @Nullable Marker marker(Fleet.Device device) {
        Fleet.Card card = device.card();
        GeoPoint location = card.location();
        if (location == null) {
            return null;
        }
        DeviceViews.MainView main = views.main(card);
        return new Marker(
                card.id(),
                card.name(),
                card.kind(),
                location,
                device.state(),
                main == null ? null : main.datastream(),
                main == null ? null : main.quantity(),
                main == null ? null : main.value(),
                main == null ? null : main.text(),
                main == null ? null : main.at());
    }
}

package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.footage.AlertTimes;
import org.vigilia.server.footage.index.Activity;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Where on the time bar something is. */
@RestController
@RequestMapping("/api/v1/footage")
@Tag(name = "footage")
class TimelineController {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST_CAMERAS = 16;
    private static final int STEPS = 600;
    private static final List<String> VEHICLES = List.of("CAR", "MOTORCYCLE", "BUS", "TRUCK", "BICYCLE");

    private final Timelines timelines;
    private final Activity activity;
    private final Bookmarks bookmarks;
    private final ObjectProvider<AlertTimes> alerts;
    private final Door door;

    TimelineController(
            Timelines timelines, Activity activity, Bookmarks bookmarks, ObjectProvider<AlertTimes> alerts, Door door) {
        this.timelines = timelines;
        this.activity = activity;
        this.bookmarks = bookmarks;
        this.alerts = alerts;
        this.door = door;
    }

    @GetMapping("/timeline")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getTimeline",
            summary = "What was recorded, lost and deleted, what moved and was seen, alerts and bookmarks; at most 16"
                    + " cameras and 31 days. 'resolution' is seconds of a mark")
    List<Timelines.Timeline> timeline(
            SignedIn by,
            @RequestParam List<CameraId> cameras,
            @RequestParam Instant from,
            @RequestParam Instant to,
            @RequestParam(required = false) @Nullable Integer resolution) {
        Door.requireSpan(from, to, LONGEST);
        requireFew(cameras);
        long least = Duration.between(from, to).toSeconds() / STEPS;
        long step = Math.max(Math.max(resolution == null ? 0 : resolution, least), 10) * 1_000_000;
        cameras.forEach(camera -> door.open(by, camera));
        return cameras.stream()
                .map(camera -> timelines.get(camera, from, to, step))
                .toList();
    }

    /** The end of what is recorded of a camera. @param at null: nothing is */
    record Newest(CameraId camera, @Nullable Instant at) {}

    @GetMapping("/newest")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "listNewestFootage",
            summary = "When the newest picture recorded of each camera ends, in the order asked; at most 16 cameras")
    List<Newest> newest(SignedIn by, @RequestParam List<CameraId> cameras) {
        requireFew(cameras);
        cameras.forEach(camera -> door.open(by, camera));
        return cameras.stream()
                .map(camera -> new Newest(camera, timelines.findNewest(camera).orElse(null)))
                .toList();
    }

    private static void requireFew(List<CameraId> cameras) {
        if (cameras.isEmpty() || cameras.size() > MOST_CAMERAS) {
            throw Problem.invalid("cameras", "Ask for 1 to " + MOST_CAMERAS + " cameras.");
        }
    }

    /** What to go to. */
    enum What {
        person,
        vehicle,
        alert,
        motion,
        bookmark
    }

    /** Where to go. */
    enum Direction {
        next,
        previous
    }

    /** A moment that was looked for. @param id of the alert or bookmark; null otherwise */
    record Moment(Instant at, What what, @Nullable String id) {}

    @GetMapping("/cameras/{id}/find")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "findMoment",
            summary = "The next or previous person, vehicle, motion, alert or bookmark; 404 when there is none")
    Moment find(
            SignedIn by,
            @PathVariable CameraId id,
            @RequestParam Instant at,
            @RequestParam(defaultValue = "next") Direction direction,
            @RequestParam What what) {
        door.open(by, id);
        boolean next = direction == Direction.next;
        long micros = Micros.of(at);
        Optional<Moment> found = switch (what) {
            case person -> seen(id, micros, next, List.of("PERSON"), what);
            case vehicle -> seen(id, micros, next, VEHICLES, what);
            case motion -> seen(id, micros, next, List.of(Activity.MOTION), what);
            case alert ->
                alerts.stream()
                        .flatMap(told -> told.find(id, at, next).stream())
                        .findFirst()
                        .map(alert -> new Moment(alert.at(), what, alert.id()));
            case bookmark -> bookmarks.find(id, micros, next).map(mark -> new Moment(mark.from(), what, mark.id()));
        };
        return found.orElseThrow(() -> Problem.notFound(direction + " " + what + " seen from", at.toString()));
    }

    private Optional<Moment> seen(CameraId camera, long at, boolean next, List<String> classes, What what) {
        return activity.find(camera, at, next, classes)
                .map(seen -> new Moment(Micros.instant(seen.atMicros()), what, null));
    }
}

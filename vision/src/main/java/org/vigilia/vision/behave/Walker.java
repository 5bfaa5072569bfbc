package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Lane;
import org.vigilia.contract.scene.Line;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.TrackState;
import org.vigilia.vision.track.TrackStep;

/**
 * Everything that is remembered of one object: its path, where it is, what it did and when it was last told of. Not
 * thread-safe.
 */
final class Walker {

    private static final Duration MOVING_PAUSE = Duration.ofMillis(190);
    private static final Duration STANDING_PAUSE = Duration.ofMillis(450);
    private static final Duration STILL_PICTURE = Duration.ofSeconds(3);
    private static final Duration DWELL_PICTURE = Duration.ofSeconds(10);
    private static final Duration LOOK_PAUSE = Duration.ofMillis(400);
    /** Slower than this, in own heights a second, it has no heading. */
    private static final double HEADED = 0.15;

    private final CameraId camera;
    private final TrackId id;
    private final double aspect;
    private final Path path;
    private final Stillness stillness = new Stillness();
    private final LookVote look = new LookVote();
    private Map<Zone, AreaWatch> zones = new LinkedHashMap<>();
    private Map<Lane, LaneWatch> lanes = new LinkedHashMap<>();
    private Map<Line, LineWatch> lines = new LinkedHashMap<>();
    private final List<LineCrossing> crossings = new ArrayList<>();
    private TrackState state;
    private @Nullable Instant told;
    private Instant looked = Instant.MIN;
    private boolean urgent;
    private boolean wantsPicture = true;
    private boolean stillPictured;
    private Instant nextDwellPicture = Instant.MAX;
    private double bestPortrait;
    private Instant portrayed = Instant.MIN;

    Walker(CameraId camera, TrackId id, TrackState state, double aspect, @Nullable Ground ground) {
        this.camera = camera;
        this.id = id;
        this.state = state;
        this.aspect = aspect;
        this.path = new Path(aspect, ground);
    }

    /** Follows what is drawn now; presence in parts that stay as they were is kept. */
    void watch(Scene scene, @Nullable Ground ground, boolean calibrationChanged) {
        path.ground(ground);
        Map<Zone, AreaWatch> newZones = new LinkedHashMap<>();
        for (Zone zone : scene.zones()) {
            AreaWatch known = zones.get(zone);
            newZones.put(zone, known == null ? new AreaWatch(zone.area()) : known);
        }
        Map<Lane, LaneWatch> newLanes = new LinkedHashMap<>();
        for (Lane lane : scene.lanes()) {
            LaneWatch known = calibrationChanged ? null : lanes.get(lane);
            newLanes.put(lane, known == null ? new LaneWatch(lane, aspect, ground) : known);
        }
        Map<Line, LineWatch> newLines = new LinkedHashMap<>();
        for (Line line : scene.lines()) {
            LineWatch known = lines.get(line);
            newLines.put(line, known == null ? new LineWatch(line) : known);
        }
        zones = newZones;
        lanes = newLanes;
        lines = newLines;
    }

    /** Takes in where it was in an earlier frame that was not told. */
    void recall(TrackStep step) {
        step(step.at(), step.box());
    }

    /** Takes in the present frame. */
    void see(TrackState newState, Instant at, @Nullable Pixels pixels) {
        state = newState;
        if (!newState.seen()) {
            return;
        }
        step(at, newState.box());
        if (pixels != null && Duration.between(looked, at).compareTo(LOOK_PAUSE) > 0) {
            looked = at;
            look.add(pixels, newState.box(), newState.objectClass());
        }
    }

    private void step(Instant at, Box box) {
        path.add(at, box);
        double height = path.height();
        stillness.add(at, path.foot(), path.head(), height, aspect);
        for (AreaWatch zone : zones.values()) {
            if (zone.add(at, path.foot(), height, aspect)) {
                urgent = true;
                boolean entered = zone.presentSince() != null;
                wantsPicture |= entered;
                nextDwellPicture = entered ? at.plus(DWELL_PICTURE) : nextDwellPicture;
            }
        }
        for (LaneWatch lane : lanes.values()) {
            if (lane.add(at, path)) {
                urgent = true;
                wantsPicture |= lane.against();
            }
        }
        for (LineWatch line : lines.values()) {
            LineCrossing crossing = line.add(at, path.foot(), height, aspect);
            if (crossing != null) {
                crossings.add(crossing);
                urgent = true;
            }
        }
        Instant still = stillness.since();
        if (still == null) {
            stillPictured = false;
        } else if (!stillPictured && Duration.between(still, at).compareTo(STILL_PICTURE) >= 0) {
            stillPictured = true;
            wantsPicture = true;
            urgent = true;
        }
        if (!at.isBefore(nextDwellPicture)) {
            boolean inside = zones.values().stream().anyMatch(z -> z.presentSince() != null);
            nextDwellPicture = inside ? at.plus(DWELL_PICTURE) : Instant.MAX;
            wantsPicture |= inside;
        }
    }

    boolean wantsPicture() {
        return wantsPicture && state.seen();
    }

    /** Whether it is time to tell of it. */
    boolean due(Instant at, boolean pictured) {
        Instant last = told;
        if (!state.seen()) {
            return false;
        }
        if (last == null || urgent || (pictured && wantsPicture)) {
            return true;
        }
        Duration pause = stillness.since() == null ? MOVING_PAUSE : STANDING_PAUSE;
        return Duration.between(last, at).compareTo(pause) >= 0;
    }

    /** The news of it; takes a wanted picture as delivered when there is one. */
    TrackUpdate tell(Instant at, @Nullable PictureId picture) {
        TrackPhase phase = told == null ? TrackPhase.FIRST_SEEN : TrackPhase.MOVED;
        PictureId shown = wantsPicture ? picture : null;
        if (shown != null) {
            wantsPicture = false;
        }
        told = at;
        urgent = false;
        return update(at, phase, shown);
    }

    /** The last news of it. */
    TrackUpdate end(TrackState last, Instant at, @Nullable PictureId portrait) {
        state = last;
        for (LineWatch line : lines.values()) {
            LineCrossing crossing = line.settle();
            if (crossing != null) {
                crossings.add(crossing);
            }
        }
        return update(at, TrackPhase.ENDED, portrait);
    }

    private TrackUpdate update(Instant at, TrackPhase phase, @Nullable PictureId picture) {
        List<LineCrossing> told = List.copyOf(crossings);
        crossings.clear();
        return new TrackUpdate(
                camera,
                at,
                id,
                phase,
                state.objectClass(),
                state.confidence(),
                state.box(),
                state.firstSeen(),
                motion(),
                path.trail(),
                zonePresences(),
                lanePresences(),
                told,
                look.look(),
                picture);
    }

    private TrackUpdate.Motion motion() {
        Path.Velocity velocity = path.velocity();
        double speed = velocity == null ? 0 : velocity.speed() / path.height();
        Instant still = stillness.since();
        Double heading = velocity == null || still != null || speed < HEADED
                ? null
                : (Double) ((Math.toDegrees(Math.atan2(velocity.right(), -velocity.down())) + 360) % 360);
        return new TrackUpdate.Motion(heading, speed, path.metresPerSecond(), still);
    }

    private List<ZonePresence> zonePresences() {
        List<ZonePresence> list = new ArrayList<>();
        zones.forEach((zone, watch) -> {
            Instant since = watch.presentSince();
            if (since != null) {
                list.add(new ZonePresence(zone.name(), since));
            }
        });
        return list;
    }

    private List<LanePresence> lanePresences() {
        List<LanePresence> list = new ArrayList<>();
        for (LaneWatch lane : lanes.values()) {
            LanePresence presence = lane.presence();
            if (presence != null) {
                list.add(presence);
            }
        }
        return list;
    }

    /** Crossings that were not told yet; they stay to be told. */
    List<LineCrossing> newCrossings() {
        return List.copyOf(crossings);
    }

    boolean in(Zone zone) {
        AreaWatch watch = zones.get(zone);
        return watch != null && watch.presentSince() != null;
    }

    TrackState state() {
        return state;
    }

    TrackId id() {
        return id;
    }

    boolean wasTold() {
        return told != null;
    }

    boolean standing() {
        return stillness.since() != null;
    }

    @Nullable
    Double metresPerSecond() {
        return path.metresPerSecond();
    }

    /** True when it is seen clearly better than ever before, and that was not said a moment ago. */
    boolean betterPortrait(Instant at) {
        if (!state.seen() || Duration.between(portrayed, at).compareTo(Duration.ofMillis(400)) < 0) {
            return false;
        }
        Box box = state.box();
        boolean cut = box.left() < 0.01 || box.top() < 0.01 || box.right() > 0.99 || box.bottom() > 0.99;
        double score = state.confidence() * Math.sqrt(box.area()) * (cut ? 0.6 : 1);
        if (score < 1.2 * bestPortrait) {
            return false;
        }
        bestPortrait = score;
        portrayed = at;
        return true;
    }
}

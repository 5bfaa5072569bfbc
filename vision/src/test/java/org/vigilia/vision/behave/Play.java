package org.vigilia.vision.behave;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Scene;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.TrackState;
import org.vigilia.vision.track.TrackedFrame;

/** A play on a camera's stage: actors with known ways, and every fact that came of it. */
final class Play {

    static final CameraId CAMERA = new CameraId("stage");
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    final CameraBehaviour behaviour;
    final List<Observed> frames = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    private final Map<Long, Actor> actors = new HashMap<>();
    private final double fps;
    private long frame;

    @Nullable
    Pixels pixels;

    private record Actor(ObjectClass objectClass, double from, double to, DoubleFunction<Box> way) {}

    Play(Scene scene, double fps) {
        this.behaviour = new CameraBehaviour(CAMERA, "s1", 1, scene);
        this.fps = fps;
    }

    /** Puts an object on stage from a second to another; its way gives its box for each second. */
    Play actor(long number, ObjectClass objectClass, double from, double to, DoubleFunction<Box> way) {
        actors.put(number, new Actor(objectClass, from, to, way));
        return this;
    }

    /** A person 0.2 high whose foot is at a point. */
    static Box personAt(double x, double y) {
        return new Box(x - 0.03, y - 0.2, 0.06, 0.2);
    }

    Play until(double seconds) {
        while (frame / fps < seconds) {
            double now = frame / fps;
            Instant at = at(now);
            List<TrackState> live = new ArrayList<>();
            List<TrackState> ended = new ArrayList<>();
            actors.forEach((number, actor) -> {
                if (now < actor.from) {
                    return;
                }
                boolean here = now < actor.to;
                double shown = Math.min(now, actor.to - 1 / fps);
                TrackState state = new TrackState(
                        number,
                        actor.objectClass,
                        0.8,
                        actor.way.apply(shown),
                        here,
                        at(actor.from),
                        at(shown),
                        null,
                        List.of());
                (here ? live : ended).add(state);
            });
            ended.forEach(state -> actors.remove(state.number()));
            Observed observed = behaviour.observe(new TrackedFrame(frame++, at, live, ended), pixels);
            frames.add(observed);
            facts.addAll(observed.facts());
        }
        return this;
    }

    static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    List<TrackUpdate> updates() {
        return facts.stream()
                .filter(TrackUpdate.class::isInstance)
                .map(TrackUpdate.class::cast)
                .toList();
    }

    List<SceneReading> readings(@Nullable String zone) {
        return facts.stream()
                .filter(SceneReading.class::isInstance)
                .map(SceneReading.class::cast)
                .filter(r -> zone == null ? r.zone() == null : zone.equals(r.zone()))
                .toList();
    }

    static List<Point> square(double left, double top, double right, double bottom) {
        return List.of(new Point(left, top), new Point(right, top), new Point(right, bottom), new Point(left, bottom));
    }
}

package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Calibration;
import org.vigilia.contract.scene.Scene;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.TrackState;
import org.vigilia.vision.track.TrackStep;
import org.vigilia.vision.track.TrackedFrame;

/**
 * Judges what the objects of one camera do, by what is drawn in its picture, and says it as facts.
 *
 * <p>News of an object comes at most five times a second, but at once when it enters or leaves a zone, crosses a line or
 * turns against a lane; readings of the scene two to five times a second while anything is seen, once a second otherwise.
 * At most two pictures a second are asked for; facts of one frame share its picture. Not thread-safe.
 */
public final class CameraBehaviour {

    /** An object that was not seen for this long is not counted as present. */
    private static final Duration STILL_COUNTED = Duration.ofSeconds(1);
    /** Who was seen for a shorter time leaves no portrait. */
    private static final Duration PORTRAIT_LIFE = Duration.ofSeconds(1);

    private static final int LONGEST_NAME = 48;

    private final CameraId camera;
    private final String names;
    private final double aspect;
    private final Map<Long, Walker> walkers = new LinkedHashMap<>();
    private final PictureBudget budget;
    private final SceneGauge gauge;
    private Scene scene;
    private @Nullable Ground ground;
    private long pictures;

    /**
     * Starts with an empty memory.
     *
     * @param session tells this run from all others, so that ids never repeat: 1 to 16 letters or digits
     * @param aspect width of the picture divided by its height
     */
    public CameraBehaviour(CameraId camera, String session, double aspect, Scene scene) {
        this(camera, session, aspect, scene, new PictureBudget(2, 2));
    }

    /** One that never asks for pictures, for work without a place to keep them. */
    public static CameraBehaviour withoutPictures(CameraId camera, String session, double aspect, Scene scene) {
        return new CameraBehaviour(camera, session, aspect, scene, new PictureBudget(0, 0));
    }

    private CameraBehaviour(CameraId camera, String session, double aspect, Scene scene, PictureBudget budget) {
        this.camera = camera;
        this.budget = budget;
        String value = camera.value();
        String shortName = value.length() <= LONGEST_NAME
                ? value
                : value.substring(0, LONGEST_NAME - 9) + "-" + Integer.toHexString(value.hashCode());
        this.names = shortName + ":" + session + ":";
        this.aspect = aspect;
        this.gauge = new SceneGauge(camera);
        this.scene = scene;
        follow(scene, null);
    }

    /** Follows a changed scene from the next frame on; objects and their presence in unchanged parts are kept. */
    public void follow(Scene newScene) {
        follow(newScene, scene.calibration());
    }

    private void follow(Scene newScene, @Nullable Calibration before) {
        scene = newScene;
        Calibration calibration = newScene.calibration();
        boolean changed = calibration == null ? before != null : !calibration.equals(before);
        ground = calibration == null ? null : new Ground(calibration);
        gauge.watch(newScene, ground);
        walkers.values().forEach(walker -> walker.watch(newScene, ground, changed));
    }

    /**
     * Judges the next frame.
     *
     * @param pixels the frame in colour, usually made small; null when nobody needs colours now
     */
    public Observed observe(TrackedFrame frame, @Nullable Pixels pixels) {
        Instant at = frame.at();
        List<Observed.Portrait> keep = new ArrayList<>();
        for (TrackState state : frame.live()) {
            Walker walker = walkers.computeIfAbsent(state.number(), n -> newWalker(state));
            for (TrackStep step : state.earlier()) {
                walker.recall(step);
            }
            walker.see(state, at, pixels);
            if (walker.betterPortrait(at)) {
                keep.add(new Observed.Portrait(state.number(), state.box()));
            }
        }
        List<Fact> facts = new ArrayList<>();
        List<Observed.SavedPortrait> save = new ArrayList<>();
        List<Long> forget = new ArrayList<>();
        for (TrackState state : frame.ended()) {
            end(state, at, facts, save);
            forget.add(state.number());
        }
        List<Walker> present = walkers.values().stream()
                .filter(w -> Duration.between(w.state().lastSeen(), at).compareTo(STILL_COUNTED) <= 0)
                .toList();
        boolean readingDue = gauge.due(at, present);
        boolean sceneWants = gauge.wantsPicture(at, present);
        boolean wanted = sceneWants || walkers.values().stream().anyMatch(Walker::wantsPicture);
        PictureId snapshot = wanted && budget.take(at) ? nextPicture() : null;
        for (Walker walker : walkers.values()) {
            for (LineCrossing crossing : walker.newCrossings()) {
                if (walker.due(at, false)) {
                    gauge.count(crossing);
                }
            }
            if (walker.due(at, snapshot != null)) {
                facts.add(walker.tell(at, snapshot));
            }
        }
        if (readingDue || (sceneWants && snapshot != null)) {
            facts.addAll(gauge.read(at, present, snapshot));
        }
        boolean named = facts.stream().anyMatch(f -> names(f, snapshot));
        return new Observed(facts, named ? snapshot : null, keep, save, forget);
    }

    private static boolean names(Fact fact, @Nullable PictureId picture) {
        PictureId own = fact instanceof TrackUpdate update
                ? update.picture()
                : fact instanceof SceneReading reading ? reading.picture() : null;
        return picture != null && picture.equals(own);
    }

    /** Ends all objects, as at the end of a file or when the stream changes. */
    public Observed finish(List<TrackState> rest, Instant at) {
        List<Fact> facts = new ArrayList<>();
        List<Observed.SavedPortrait> save = new ArrayList<>();
        List<Long> forget = new ArrayList<>();
        for (TrackState state : rest) {
            end(state, at, facts, save);
            forget.add(state.number());
        }
        return new Observed(facts, null, List.of(), save, forget);
    }

    private void end(TrackState state, Instant at, List<Fact> facts, List<Observed.SavedPortrait> save) {
        Walker walker = walkers.remove(state.number());
        if (walker == null || !walker.wasTold()) {
            return;
        }
        boolean lived = Duration.between(state.firstSeen(), state.lastSeen()).compareTo(PORTRAIT_LIFE) >= 0;
        PictureId portrait = lived && budget.take(at) ? nextPicture() : null;
        if (portrait != null) {
            save.add(new Observed.SavedPortrait(state.number(), portrait));
        }
        TrackUpdate last = walker.end(state, at, portrait);
        last.crossings().forEach(gauge::count);
        facts.add(last);
    }

    private Walker newWalker(TrackState state) {
        Walker walker = new Walker(camera, new TrackId(names + state.number()), state, aspect, ground);
        walker.watch(scene, ground, true);
        return walker;
    }

    private PictureId nextPicture() {
        return new PictureId(names + "p" + ++pictures);
    }
}

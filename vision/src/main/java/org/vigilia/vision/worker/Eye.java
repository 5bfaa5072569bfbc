package org.vigilia.vision.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.Scene;
import org.vigilia.vision.behave.CameraBehaviour;
import org.vigilia.vision.behave.Observed;
import org.vigilia.vision.behave.PictureHealth;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.detect.Look;
import org.vigilia.vision.track.Appearance;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.Sighting;
import org.vigilia.vision.track.TrackedFrame;
import org.vigilia.vision.track.Tracker;
import org.vigilia.vision.track.TrackerSettings;

/**
 * Makes facts and snapshots out of one camera's pictures: finds, follows and judges. Not thread-safe.
 */
final class Eye implements AutoCloseable {

    private static final int SNAPSHOT_WIDTH = 960;
    private static final int OWN_WIDTH = 512;
    private static final Box WHOLE = new Box(0, 0, 1, 1);
    private static final int PORTRAIT_WIDTH = 240;
    private static final int MOST_PORTRAITS = 200;
    private static final Duration HEALTH_PAUSE = Duration.ofMillis(480);

    private final CameraId camera;
    private final String session;
    private final Darkroom darkroom = new Darkroom();
    private final PictureHealth health;
    private final Stillwatch stillwatch = new Stillwatch();
    private final Map<Long, byte[]> portraits = new HashMap<>();
    private Scene scene;
    private @Nullable Tracker tracker;
    private @Nullable CameraBehaviour behaviour;
    private double aspect;
    private int restarts;
    private int inView;
    private Instant lastAt = Instant.MIN;
    private Instant healthAt = Instant.MIN;

    /** What is to be stored of one frame. */
    record Found(List<FactSink.Snapshot> snapshots, List<Fact> facts) {}

    Eye(CameraId camera, String session, Scene scene, Duration frozenAfter) {
        this.camera = camera;
        this.session = session;
        this.scene = scene;
        this.health = new PictureHealth(camera, frozenAfter);
    }

    void follow(Scene newScene) {
        if (!newScene.equals(scene)) {
            scene = newScene;
            CameraBehaviour judged = behaviour;
            if (judged != null) {
                judged.follow(newScene);
            }
        }
    }

    /** Judges the picture itself, about twice a second; what it has to tell, or null. */
    @Nullable
    CameraHealth health(Picture picture, Instant at) {
        if (Duration.between(healthAt, at).abs().compareTo(HEALTH_PAUSE) < 0) {
            return null;
        }
        healthAt = at;
        return health.observe(at, darkroom.grey(picture, PictureHealth.WIDTH, PictureHealth.HEIGHT));
    }

    /** Whether anything moved since the last call. */
    boolean moves(Picture picture) {
        return stillwatch.moves(darkroom.grey(picture, Stillwatch.WIDTH, Stillwatch.HEIGHT));
    }

    /** Looks with a network. */
    Found look(Picture picture, Instant captured, Detector detector) {
        return judge(picture, captured, () -> detector.look(picture));
    }

    /** Takes the camera's word for what there is; colours and snapshots still come from the picture. */
    Found look(Picture picture, Instant captured, List<Detection> seen) {
        int heightPx = Math.max(1, Math.round((float) OWN_WIDTH * picture.heightPx() / picture.widthPx()));
        return judge(
                picture,
                captured,
                () -> new Look(seen, darkroom.rgb(picture, WHOLE, OWN_WIDTH, heightPx), OWN_WIDTH, heightPx));
    }

    private Found judge(Picture picture, Instant captured, Supplier<Look> looking) {
        double newAspect = (double) picture.widthPx() / picture.heightPx();
        List<Fact> facts = new ArrayList<>();
        List<FactSink.Snapshot> snapshots = new ArrayList<>();
        Tracker followed = tracker;
        CameraBehaviour judged = behaviour;
        if (followed == null || judged == null || Math.abs(newAspect - aspect) > 0.01) {
            facts.addAll(endAll().facts());
            aspect = newAspect;
            followed = new Tracker(TrackerSettings.usual(), aspect);
            judged = new CameraBehaviour(camera, session + Integer.toString(restarts++, 36), aspect, scene);
            tracker = followed;
            behaviour = judged;
        }
        Instant at = captured.isAfter(lastAt) ? captured : lastAt.plusMillis(1);
        lastAt = at;
        Look look = looking.get();
        Pixels pixels = new Pixels(look.rgb(), look.widthPx(), look.heightPx());
        List<Sighting> sightings = new ArrayList<>();
        for (Detection found : look.detections()) {
            sightings.add(new Sighting(found.box(), found.kind(), found.score(), Appearance.of(pixels, found.box())));
        }
        TrackedFrame frame = followed.advance(at, sightings);
        inView = frame.live().size();
        Observed observed = judged.observe(frame, pixels);
        PictureId snapshot = observed.snapshot();
        if (snapshot != null) {
            snapshots.add(new FactSink.Snapshot(snapshot, camera, at, darkroom.jpeg(picture, SNAPSHOT_WIDTH)));
        }
        for (Observed.Portrait portrait : observed.keep()) {
            if (portraits.size() < MOST_PORTRAITS || portraits.containsKey(portrait.number())) {
                portraits.put(portrait.number(), darkroom.jpeg(picture, wider(portrait.box()), PORTRAIT_WIDTH));
            }
        }
        savePortraits(observed, at, snapshots);
        facts.addAll(observed.facts());
        return new Found(snapshots, facts);
    }

    private void savePortraits(Observed observed, Instant at, List<FactSink.Snapshot> snapshots) {
        for (Observed.SavedPortrait saved : observed.save()) {
            byte[] jpeg = portraits.get(saved.number());
            if (jpeg != null) {
                snapshots.add(new FactSink.Snapshot(saved.picture(), camera, at, jpeg));
            }
        }
        observed.forget().forEach(portraits::remove);
    }

    private static Box wider(Box box) {
        return new Box(
                box.left() - 0.1 * box.width(), box.top() - 0.1 * box.height(), 1.2 * box.width(), 1.2 * box.height());
    }

    /** Ends all objects; the next picture starts afresh. */
    Found endAll() {
        Tracker followed = tracker;
        CameraBehaviour judged = behaviour;
        tracker = null;
        behaviour = null;
        inView = 0;
        if (followed == null || judged == null) {
            return new Found(List.of(), List.of());
        }
        List<FactSink.Snapshot> snapshots = new ArrayList<>();
        Observed observed = judged.finish(followed.finish(), lastAt);
        savePortraits(observed, lastAt, snapshots);
        return new Found(snapshots, observed.facts());
    }

    /** Objects in view, seen or expected. */
    int inView() {
        return inView;
    }

    CameraFigures.@Nullable Picture picture() {
        return health.since().equals(Instant.MIN)
                ? null
                : new CameraFigures.Picture(health.condition(), health.since(), health.detail());
    }

    @Override
    public void close() {
        darkroom.close();
    }
}

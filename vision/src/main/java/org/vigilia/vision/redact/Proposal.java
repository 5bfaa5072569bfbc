package org.vigilia.vision.redact;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Mosaic;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.detect.Look;
import org.vigilia.vision.track.Appearance;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.Sighting;
import org.vigilia.vision.track.TrackStep;
import org.vigilia.vision.track.Tracker;
import org.vigilia.vision.track.TrackerSettings;
import org.vigilia.vision.track.Trajectories;
import org.vigilia.vision.track.Trajectory;

/** Finds every person and vehicle of a clip and follows them, so that a person can choose who is hidden. */
final class Proposal {

    private static final int THREADS = 2;

    private final Detector detector;
    private final DoubleConsumer progress;

    /** {@code progress} hears how far it is, 0 to 1. */
    Proposal(Detector detector, DoubleConsumer progress) {
        this.detector = detector;
        this.progress = progress;
    }

    private record Seen(Instant at, int widthPx, int heightPx, List<Sighting> sightings) {}

    /** Everybody and everything is hidden in what is proposed; a person takes back what may be seen. */
    RedactionPlan make(Path clip) throws VideoUnreadable, InterruptedException {
        ExecutorService crew = Executors.newFixedThreadPool(THREADS);
        try (FileDecoder video = FileDecoder.open(clip)) {
            return follow(video, crew);
        } finally {
            crew.shutdownNow();
        }
    }

    private RedactionPlan follow(FileDecoder video, ExecutorService crew) throws VideoUnreadable, InterruptedException {
        double aspect = (double) video.widthPx() / video.heightPx();
        Tracker tracker = new Tracker(TrackerSettings.usual(), aspect);
        Trajectories paths = new Trajectories();
        ArrayDeque<Future<Seen>> ahead = new ArrayDeque<>();
        Instant last = Instant.EPOCH.minusMillis(1);
        long frames = 0;
        boolean more = true;
        try {
            while (more || !ahead.isEmpty()) {
                while (more && ahead.size() < THREADS + 2) {
                    Picture picture = video.next();
                    more = picture != null;
                    if (picture != null) {
                        ahead.add(crew.submit(() -> look(picture)));
                    }
                }
                if (!ahead.isEmpty()) {
                    Seen seen = result(ahead.remove());
                    last = seen.at().isAfter(last) ? seen.at() : last.plusNanos(1000);
                    paths.add(tracker.advance(last, seen.sightings()));
                    frames++;
                    progress.accept(Math.min(0.99, (double) frames / Math.max(1, video.claimedPictures())));
                }
            }
        } finally {
            // the decoder's memory must outlive whoever still looks at its pictures
            for (Future<Seen> rest : ahead) {
                try {
                    rest.get();
                } catch (ExecutionException e) {
                    continue;
                }
            }
        }
        long durationMs = Duration.between(Instant.EPOCH, last).toMillis();
        double frameSeconds = frames < 2 ? 0 : durationMs / 1000.0 / (frames - 1);
        List<RedactionPlan.Item> items = new ArrayList<>();
        for (Trajectory path : paths.joined(aspect, frameSeconds)) {
            items.add(item(items.size() + 1, path));
        }
        progress.accept(1);
        return new RedactionPlan(video.widthPx(), video.heightPx(), durationMs, Mosaic.Style.PIXELATE, items);
    }

    private Seen look(Picture picture) {
        try (picture) {
            Look look = detector.look(picture);
            Pixels pixels = new Pixels(look.rgb(), look.widthPx(), look.heightPx());
            List<Sighting> sightings = new ArrayList<>();
            for (Detection found : look.detections()) {
                sightings.add(
                        new Sighting(found.box(), found.kind(), found.score(), Appearance.of(pixels, found.box())));
            }
            Instant at = Instant.EPOCH.plusNanos(picture.timeMicros() * 1000);
            return new Seen(at, picture.widthPx(), picture.heightPx(), sightings);
        }
    }

    private static Seen result(Future<Seen> future) throws VideoUnreadable, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new VideoUnreadable("a picture could not be looked at: " + e.getCause());
        }
    }

    private static RedactionPlan.Item item(int id, Trajectory path) {
        List<double[]> steps = new ArrayList<>();
        for (TrackStep step : path.steps()) {
            Box box = step.box();
            double ms = Duration.between(Instant.EPOCH, step.at()).toNanos() / 1e6;
            steps.add(new double[] {
                Math.round(ms), round(box.left()), round(box.top()), round(box.width()), round(box.height())
            });
        }
        RedactionPlan.Kind kind =
                path.objectClass() == ObjectClass.PERSON ? RedactionPlan.Kind.PERSON : RedactionPlan.Kind.VEHICLE;
        return new RedactionPlan.Item(id, kind, RedactionPlan.Part.WHOLE, true, steps);
    }

    private static double round(double fraction) {
        return Math.round(fraction * 1e4) / 1e4;
    }
}

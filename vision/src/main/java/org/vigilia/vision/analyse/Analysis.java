package org.vigilia.vision.analyse;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Scene;
import org.vigilia.vision.behave.CameraBehaviour;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;
import org.vigilia.vision.track.TrackedFrame;
import org.vigilia.vision.track.Tracker;
import org.vigilia.vision.track.TrackerSettings;
import org.vigilia.vision.track.Trajectories;
import org.vigilia.vision.track.Trajectory;

/**
 * One run over a file: frames are decoded in order, looked at side by side, and followed in order again.
 *
 * <p>Not thread-safe; one run an instance.
 */
final class Analysis {

    /** Names the run in ids of tracks; always the same, so that the same file gives the same facts. */
    private static final String SESSION = "file";

    private final AnalyseOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final Trajectories paths = new Trajectories();
    private @Nullable Tracker tracker;
    private @Nullable CameraBehaviour behaviour;
    private double aspect = 1;
    private int widthPx;
    private int heightPx;
    private Instant lastAt = Instant.MIN;
    private Instant firstAt = Instant.MIN;
    private long frames;

    Analysis(AnalyseOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    void run() throws CannotAnalyse, VideoUnreadable, ModelUnusable, InterruptedException {
        if (options.output().sound() != null && !Files.isRegularFile(Path.of(options.input()))) {
            throw new CannotAnalyse("--sound needs a file to listen to, not an address");
        }
        Scene drawn = SceneFile.read(options.scene());
        Scene scene = options.reverseLanes() ? drawn.withLanesReversed() : drawn;
        ExecutorService crew = Executors.newFixedThreadPool(options.from().threads(), task -> {
            Thread thread = new Thread(task, "look");
            thread.setDaemon(true);
            return thread;
        });
        try (FileDecoder video = FileDecoder.open(options.input());
                Detector detector =
                        Detector.open(ModelStore.at(options.from().models()).detectors());
                FactsOut facts = FactsOut.open(options.output(), out)) {
            Looker looker = new Looker(detector);
            long claimed = video.claimedPictures();
            long total = claimed > 0 ? Math.min(claimed, options.frames()) : 0;
            err.printf(
                    Locale.ROOT,
                    "%s: %dx%d, %.2f frames/s, about %d frames%n",
                    FileDecoder.withoutLogin(options.input()),
                    video.widthPx(),
                    video.heightPx(),
                    video.fps(),
                    claimed);
            ProgressBar progress = new ProgressBar(err, options.from().bar(), total, System::nanoTime);
            facts.begin(video.fps());
            follow(video, looker, crew, scene, facts, progress);
            finish(facts);
            progress.done(frames);
            if (video.damaged() > 0) {
                err.println(video.damaged() + " damaged frames were left out");
            }
            writeTracks();
            Path sound = options.output().sound();
            if (sound != null) {
                err.println(SoundFile.write(options.input(), options.from().start(), sound));
            }
        } finally {
            crew.shutdownNow();
        }
    }

    private void follow(
            FileDecoder video, Looker looker, ExecutorService crew, Scene scene, FactsOut facts, ProgressBar progress)
            throws VideoUnreadable, CannotAnalyse, InterruptedException {
        ArrayDeque<Future<Looker.Seen>> ahead = new ArrayDeque<>();
        int most = options.from().threads() + 2;
        try {
            long asked = 0;
            boolean more = true;
            while (more || !ahead.isEmpty()) {
                while (more && ahead.size() < most) {
                    Picture picture = asked < options.frames() ? video.next() : null;
                    if (picture == null) {
                        more = false;
                    } else {
                        asked++;
                        ahead.add(crew.submit(() -> looker.look(picture)));
                    }
                }
                if (!ahead.isEmpty()) {
                    take(result(ahead.remove()), scene, facts);
                    progress.at(frames);
                }
            }
        } finally {
            crew.shutdown();
            for (Future<Looker.Seen> rest : ahead) {
                // the native decoder must outlive whoever still looks at its pictures
                try {
                    rest.get();
                } catch (ExecutionException e) {
                    err.println("analyse: " + e.getCause());
                }
            }
        }
    }

    private static Looker.Seen result(Future<Looker.Seen> future) throws CannotAnalyse, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new CannotAnalyse("a frame could not be looked at: " + e.getCause());
        }
    }

    private void take(Looker.Seen seen, Scene scene, FactsOut facts) throws CannotAnalyse {
        Instant at = options.from().start().plusNanos(seen.timeMicros() * 1000);
        if (!at.isAfter(lastAt)) {
            at = lastAt.plusMillis(1);
        }
        Tracker followed = tracker;
        CameraBehaviour judged = behaviour;
        if (followed == null || judged == null) {
            widthPx = seen.widthPx();
            heightPx = seen.heightPx();
            aspect = (double) widthPx / heightPx;
            firstAt = at;
            followed = new Tracker(TrackerSettings.usual(), aspect);
            judged = CameraBehaviour.withoutPictures(scene.camera(), SESSION, aspect, scene);
            tracker = followed;
            behaviour = judged;
        }
        lastAt = at;
        TrackedFrame frame = followed.advance(at, seen.sightings());
        paths.add(frame);
        facts.write(judged.observe(frame, seen.pixels()).facts());
        frames++;
    }

    private void finish(FactsOut facts) throws CannotAnalyse {
        Tracker followed = tracker;
        CameraBehaviour judged = behaviour;
        if (followed != null && judged != null) {
            facts.write(judged.finish(followed.finish(), lastAt).facts());
        }
    }

    private void writeTracks() throws CannotAnalyse {
        Path file = options.output().tracks();
        if (file != null) {
            double seconds = frames < 2 ? 0 : Duration.between(firstAt, lastAt).toNanos() / 1e9 / (frames - 1);
            List<Trajectory> joined = paths.joined(aspect, seconds);
            TracksFile.write(file, joined, widthPx, heightPx);
            err.println(joined.size() + " objects, tracks in " + file);
        }
    }
}

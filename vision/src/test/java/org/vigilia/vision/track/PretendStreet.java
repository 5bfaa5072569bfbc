package org.vigilia.vision.track;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** People on straight ways through a picture with a post in it, and what a detector of known faults makes of them. */
final class PretendStreet {

    static final double ASPECT = 4.0 / 3;
    static final double FRAME_SECONDS = 0.15;

    final List<Trajectory> truth = new ArrayList<>();
    final List<List<Sighting>> frames = new ArrayList<>();

    /**
     * Draws a street.
     *
     * @param missing share of objects that the detector does not find
     * @param doubtful share of objects that it finds with low confidence
     * @param jitter trembling of box edges, in heights of the object
     */
    PretendStreet(long seed, int people, int frameCount, double missing, double doubtful, double jitter) {
        Random random = new Random(seed);
        for (int f = 0; f < frameCount; f++) {
            frames.add(new ArrayList<>());
        }
        for (int p = 0; p < people; p++) {
            double height = 0.12 + 0.06 * random.nextDouble();
            boolean leftwards = random.nextBoolean();
            double speed = height * (0.5 + 0.5 * random.nextDouble()) * FRAME_SECONDS / ASPECT;
            double y = 0.2 + 0.6 * random.nextDouble();
            double climb = (random.nextDouble() - 0.5) * speed;
            int start = random.nextInt(Math.max(1, frameCount / 2));
            List<TrackStep> steps = new ArrayList<>();
            for (int f = start; f < frameCount; f++) {
                double x = leftwards ? 0.97 - speed * (f - start) : 0.03 + speed * (f - start);
                double foot = y + climb * (f - start);
                if (x < 0.02 || x > 0.98 || foot > 0.99 || foot < height) {
                    break;
                }
                double width = height * 0.4 / ASPECT;
                Box box = new Box(x - width / 2, foot - height, width, height);
                steps.add(new TrackStep(f, at(f), box, ObjectClass.PERSON, 1, false));
                boolean behindPost = Math.abs(x - 0.5) < 0.012;
                if (!behindPost && random.nextDouble() >= missing) {
                    double confidence = random.nextDouble() < doubtful ? 0.35 : 0.8;
                    frames.get(f).add(new Sighting(shaken(box, random, jitter), ObjectClass.PERSON, confidence));
                }
            }
            if (steps.size() > 5) {
                truth.add(new Trajectory(p + 1, ObjectClass.PERSON, steps, null));
            }
        }
    }

    static Instant at(long frame) {
        return Instant.parse("2026-11-22T12:00:00Z").plusMillis(Math.round(frame * FRAME_SECONDS * 1000));
    }

    private static Box shaken(Box box, Random random, double jitter) {
        double s = jitter * box.height();
        return new Box(
                box.left() + random.nextGaussian() * s * 0.5,
                box.top() + random.nextGaussian() * s,
                box.width() * (1 + random.nextGaussian() * jitter),
                box.height() * (1 + random.nextGaussian() * jitter));
    }

    /** Follows everything and scores it; joined: with look-ahead. */
    MotScore score(boolean joined) {
        Tracker tracker = new Tracker(TrackerSettings.usual(), ASPECT);
        Trajectories paths = new Trajectories();
        for (int f = 0; f < frames.size(); f++) {
            paths.add(tracker.advance(at(f), frames.get(f)));
        }
        return MotScore.of(truth, joined ? paths.joined(ASPECT, FRAME_SECONDS) : paths.asTold());
    }
}

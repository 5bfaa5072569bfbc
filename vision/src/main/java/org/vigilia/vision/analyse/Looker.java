package org.vigilia.vision.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.track.Appearance;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.Sighting;

/** The part of the work that frames do not need each other for: finding objects and what they look like. Thread-safe. */
final class Looker implements AutoCloseable {

    private static final Box WHOLE = new Box(0, 0, 1, 1);
    private static final int COLOUR_WIDTH = 384;

    private final Detector detector;
    private final Queue<Darkroom> darkrooms = new ConcurrentLinkedQueue<>();

    /**
     * What was found in one frame.
     *
     * @param timeMicros since the start of the file
     * @param pixels the frame in colour, made small
     */
    record Seen(long timeMicros, int widthPx, int heightPx, List<Sighting> sightings, Pixels pixels) {}

    Looker(Detector detector) {
        this.detector = detector;
    }

    /** Looks at a picture and closes it. */
    Seen look(Picture picture) {
        Darkroom darkroom = darkrooms.poll();
        if (darkroom == null) {
            darkroom = new Darkroom();
        }
        try (picture) {
            List<Detection> found = detector.detect(picture);
            int width = Math.min(COLOUR_WIDTH, picture.widthPx()) & ~1;
            int height = Math.max(2, (int) Math.round((double) width * picture.heightPx() / picture.widthPx()));
            Pixels pixels = new Pixels(darkroom.rgb(picture, WHOLE, width, height), width, height);
            List<Sighting> sightings = new ArrayList<>(found.size());
            for (Detection detection : found) {
                sightings.add(new Sighting(
                        detection.box(), detection.kind(), detection.score(), Appearance.of(pixels, detection.box())));
            }
            return new Seen(picture.timeMicros(), picture.widthPx(), picture.heightPx(), sightings, pixels);
        } finally {
            darkrooms.add(darkroom);
        }
    }

    @Override
    public void close() {
        darkrooms.forEach(Darkroom::close);
    }
}

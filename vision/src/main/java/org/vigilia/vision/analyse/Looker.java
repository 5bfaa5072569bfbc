package org.vigilia.vision.analyse;

import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.detect.Look;
import org.vigilia.vision.track.Appearance;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.Sighting;

/** The part of the work that frames do not need each other for: finding objects and what they look like. Thread-safe. */
final class Looker {

    private final Detector detector;

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
        try (picture) {
            Look look = detector.look(picture);
            Pixels pixels = new Pixels(look.rgb(), look.widthPx(), look.heightPx());
            List<Detection> found = look.detections();
            List<Sighting> sightings = new ArrayList<>(found.size());
            for (Detection detection : found) {
                sightings.add(new Sighting(
                        detection.box(), detection.kind(), detection.score(), Appearance.of(pixels, detection.box())));
            }
            return new Seen(picture.timeMicros(), picture.widthPx(), picture.heightPx(), sightings, pixels);
        }
    }
}

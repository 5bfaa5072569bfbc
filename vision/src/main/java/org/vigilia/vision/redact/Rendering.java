package org.vigilia.vision.redact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.decode.Canvas;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.FileEncoder;
import org.vigilia.vision.decode.Mosaic;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;

/** Makes the clip in which things are hidden. Sound is left out: voices are personal data too. */
final class Rendering {

    private Rendering() {}

    /** By a plan; {@code progress} hears how far it is, 0 to 1. */
    static void run(Path clip, RedactionPlan plan, Path out, DoubleConsumer progress) throws VideoUnreadable {
        each(
                clip,
                out,
                FileEncoder.Layout.CLIP,
                plan.style(),
                progress,
                picture -> plan.hiddenAt(picture.timeMicros() / 1000.0));
    }

    /**
     * Everybody and every vehicle that the detector has the least idea of: for footage that is kept without names, where
     * nobody looks at each clip. The result is laid out as a recording's segment.
     */
    static void anonymous(Path clip, Detector detector, Path out, DoubleConsumer progress) throws VideoUnreadable {
        List<Box> before = new ArrayList<>();
        each(clip, out, FileEncoder.Layout.SEGMENT, Mosaic.Style.PIXELATE, progress, picture -> {
            List<Box> now = new ArrayList<>();
            for (Detection found : detector.detect(picture)) {
                boolean person = found.kind() == ObjectClass.PERSON;
                RedactionPlan.Item item = new RedactionPlan.Item(
                        0,
                        person ? RedactionPlan.Kind.PERSON : RedactionPlan.Kind.VEHICLE,
                        person ? RedactionPlan.Part.WHOLE : RedactionPlan.Part.PLATE,
                        true,
                        List.of());
                now.add(item.hidden(found.box()));
            }
            List<Box> hidden = new ArrayList<>(now);
            // whoever is missed in one picture was there in the one before
            hidden.addAll(before);
            before.clear();
            before.addAll(now);
            return hidden;
        });
    }

    private interface Hidden {
        List<Box> in(Picture picture);
    }

    private static void each(
            Path clip, Path out, FileEncoder.Layout layout, Mosaic.Style style, DoubleConsumer progress, Hidden hidden)
            throws VideoUnreadable {
        try (FileDecoder video = FileDecoder.open(clip);
                FileEncoder file = FileEncoder.create(out, layout, FileEncoder.Shape.of(video), null)) {
            paint(
                    video,
                    file,
                    picture -> {
                        List<Box> places = hidden.in(picture);
                        return (canvas, time) -> Mosaic.hide(canvas, places, style);
                    },
                    progress);
        }
    }

    private interface Brushes {
        Canvas.Brush of(Picture picture);
    }

    /** Every picture of {@code video} with the same brush. */
    static void paint(FileDecoder video, FileEncoder file, Canvas.Brush brush, DoubleConsumer progress)
            throws VideoUnreadable {
        paint(video, file, picture -> brush, progress);
    }

    private static void paint(FileDecoder video, FileEncoder file, Brushes brushes, DoubleConsumer progress)
            throws VideoUnreadable {
        long total = Math.max(1, video.claimedPictures());
        long done = 0;
        for (Picture next = video.next(); next != null; next = video.next()) {
            try (Picture picture = next) {
                if (picture.widthPx() != video.widthPx() || picture.heightPx() != video.heightPx()) {
                    throw new VideoUnreadable("the picture changes its size in the middle; cut the clip there first");
                }
                file.write(picture, brushes.of(picture));
            }
            progress.accept(Math.min(0.99, (double) ++done / total));
        }
        file.finish();
        progress.accept(1);
    }
}

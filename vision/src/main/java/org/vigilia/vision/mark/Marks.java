package org.vigilia.vision.mark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.FileEncoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.SoundCopy;
import org.vigilia.vision.decode.Still;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.lettering.Lettering;

/** Makes marked copies and finds whose a copy is. */
public final class Marks {

    private Marks() {}

    /** A copy of a clip, or of a picture when {@code out} ends with {@code .jpg}, with both marks; sound stays. */
    public static void mark(Path input, MarkPlan plan, Path out, DoubleConsumer progress)
            throws VideoUnreadable, IOException {
        Lettering lettering = Lettering.open();
        if (out.toString().toLowerCase(Locale.ROOT).endsWith(".jpg")) {
            Files.write(
                    out,
                    Still.painted(
                            input,
                            (canvas, time) -> new Marking(plan, lettering, canvas.widthPx(), canvas.heightPx())
                                    .paint(canvas, time)));
            progress.accept(1);
            return;
        }
        try (FileDecoder video = FileDecoder.open(input);
                SoundCopy sound = sound(input)) {
            Marking marking = new Marking(plan, lettering, video.widthPx() & ~1, video.heightPx() & ~1);
            try (FileEncoder file =
                    FileEncoder.create(out, FileEncoder.Layout.CLIP, FileEncoder.Shape.of(video), sound)) {
                long total = Math.max(1, video.claimedPictures());
                long done = 0;
                for (Picture next = video.next(); next != null; next = video.next()) {
                    try (Picture picture = next) {
                        if (picture.widthPx() != video.widthPx() || picture.heightPx() != video.heightPx()) {
                            throw new VideoUnreadable("the picture changes its size in the middle");
                        }
                        file.write(picture, marking);
                    }
                    progress.accept(Math.min(0.99, (double) ++done / total));
                }
                file.finish();
            }
        }
        progress.accept(1);
    }

    private static @Nullable SoundCopy sound(Path input) throws VideoUnreadable {
        SoundCopy sound = SoundCopy.open(input);
        if (sound != null && !sound.fits()) {
            sound.close();
            return null;
        }
        return sound;
    }

    /** Whose a copy of {@code original} is. */
    public static TraceResult trace(Path original, Path copy, TracePlan plan, DoubleConsumer progress)
            throws VideoUnreadable {
        return new Trace(progress).run(original, copy, plan);
    }
}

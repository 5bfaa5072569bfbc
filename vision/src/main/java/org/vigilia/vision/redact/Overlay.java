package org.vigilia.vision.redact;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.FileEncoder;
import org.vigilia.vision.decode.SoundCopy;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.lettering.Lettering;

/** Makes the clip that has time and place written into its pictures. */
final class Overlay {

    private Overlay() {}

    /** @param note hears in plain words what became of the sound, and what could not be written */
    static void run(Path clip, OverlayPlan plan, Path out, DoubleConsumer progress, Consumer<String> note)
            throws VideoUnreadable {
        try (FileDecoder video = FileDecoder.open(clip);
                SoundCopy sound = sound(clip, note)) {
            Caption caption = new Caption(plan, Lettering.open(), video.widthPx() & ~1, video.heightPx() & ~1);
            if (!caption.complete()) {
                note.accept("Some letters of the text are boxes: no font on the server has them.");
            }
            int band = plan.place() == OverlayPlan.Place.ABOVE ? caption.heightPx() : 0;
            FileEncoder.Shape shape = new FileEncoder.Shape(video.widthPx(), video.heightPx(), band, video.fps());
            try (FileEncoder file = FileEncoder.create(out, FileEncoder.Layout.CLIP, shape, sound)) {
                Rendering.paint(video, file, caption, progress);
            }
        }
    }

    /** The sound to copy; null where there is none, or none that can be. */
    static @Nullable SoundCopy sound(Path clip, Consumer<String> note) throws VideoUnreadable {
        SoundCopy sound = SoundCopy.open(clip);
        if (sound == null) {
            return null;
        }
        if (!sound.fits()) {
            note.accept("The sound (" + sound.codec() + ") was left out: an MP4 file cannot hold it as it is.");
            sound.close();
            return null;
        }
        note.accept("The sound is that of the original.");
        return sound;
    }
}

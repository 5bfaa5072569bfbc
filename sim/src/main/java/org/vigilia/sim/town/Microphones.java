package org.vigilia.sim.town;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vigilia.sim.camera.AacRecording;

/**
 * The first three cameras of a town have microphones, each of another coding. What they hear is made up: a street, and now
 * and then something loud.
 */
final class Microphones {
    private static final List<String> CODINGS = List.of("PCMU", "AAC", "L16");

    private Microphones() {}

    /**
     * A clip with sound beside it.
     *
     * @param clip what the camera shows; others may use it, so it stays as it is
     * @param number of the camera, from 0
     * @return the clip where its sound is; the same where the camera is deaf
     */
    static Path hang(Path clip, String stream, int number, Path ffmpeg, Path out)
            throws IOException, InterruptedException {
        if (number >= CODINGS.size()) {
            return clip;
        }
        String coding = CODINGS.get(number);
        Path heard = out.resolve(stream + ".h264");
        Path sound = out.resolve(stream + ".h264.sound");
        Files.deleteIfExists(heard);
        Files.createSymbolicLink(heard, clip.toAbsolutePath());
        List<String> noises = List.of(
                "length 60", "seed " + (number + 1), "street 0.02", "bang 12 0.5", "siren 25 0.2 8", "glass 45 0.4");
        if (coding.equals("AAC")) {
            Path recording = out.resolve(stream + ".aac");
            AacRecording.make(ffmpeg, noises, recording);
            Files.write(sound, List.of("recording " + recording.getFileName()));
        } else {
            Files.writeString(sound, "coding " + coding + "\n" + String.join("\n", noises) + "\n");
        }
        return heard;
    }
}

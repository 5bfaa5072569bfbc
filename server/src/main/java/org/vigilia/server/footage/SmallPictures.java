package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.vigilia.server.Problem;

/**
 * One small JPEG of a video's first picture, or of a picture: at most 320 x 320 pixels, by a child of the bundled FFmpeg.
 * Which format it is read as is said by who asks, never guessed from its bytes: a list of other files is none that is
 * read. Thread-safe.
 */
@Component
public class SmallPictures {

    private static final int MOST_PX = 320;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Map<String, String> FORMATS = Map.of(
            "video/mp4", "mov",
            "video/quicktime", "mov",
            "video/webm", "matroska",
            "video/x-msvideo", "avi",
            "video/mpeg", "mpeg",
            "image/jpeg", "jpeg_pipe",
            "image/png", "png_pipe");

    private final FfmpegChildren children;

    SmallPictures(FfmpegChildren children) {
        this.children = children;
    }

    /** Whether pictures of such files can be made here. */
    public boolean reads(String mediaType) {
        return children.available() && FORMATS.containsKey(mediaType);
    }

    /**
     * The first picture that players would show: what stands before the start of an edit list is not shown.
     *
     * @param file left open; read from a thread that has ended when this returns
     * @return a JPEG; empty when there is no picture in it that can be decoded, within ten seconds
     * @throws Problem 503 when too many others wait
     */
    public Optional<byte[]> first(SeekableByteChannel file, String mediaType) throws IOException {
        String format = FORMATS.get(mediaType);
        if (format == null) {
            return Optional.empty();
        }
        FfmpegChildren.Food food = format.equals("mov") ? MovieFirst.of(file) : MovieFirst.asItIs(file);
        String most = String.valueOf(MOST_PX);
        try (FfmpegChildren.Turn turn = children.take()) {
            byte[] jpeg = turn.run(
                    List.of("-max_pixels", "67108864", "-f", format),
                    List.of(
                            "-map",
                            "0:V:0",
                            "-map_metadata",
                            "-1",
                            "-frames:v",
                            "1",
                            "-vf",
                            "scale=w='min(" + most + ",iw)':h='min(" + most
                                    + ",ih)':force_original_aspect_ratio=decrease",
                            "-q:v",
                            "4",
                            "-c:v",
                            "mjpeg",
                            "-f",
                            "image2pipe"),
                    LIMIT,
                    food,
                    out -> out.readNBytes(MOST_BYTES));
            return whole(jpeg) ? Optional.of(jpeg) : Optional.empty();
        }
    }

    private static boolean whole(byte[] jpeg) {
        int end = jpeg.length;
        return end > 4
                && (jpeg[0] & 255) == 0xFF
                && (jpeg[1] & 255) == 0xD8
                && (jpeg[end - 2] & 255) == 0xFF
                && (jpeg[end - 1] & 255) == 0xD9;
    }
}

package org.vigilia.server.footage.play;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.server.footage.FfmpegChildren;

/**
 * Small pictures of key pictures, by one child of the bundled FFmpeg for many of them; who must wait too long for one is
 * refused.
 */
@Component
class Decoder {

    static final int WIDTH = 160;
    static final int HEIGHT = 90;
    private static final int FRAME_BYTES = WIDTH * HEIGHT * 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FfmpegChildren children;

    Decoder(FfmpegChildren children) {
        this.children = children;
    }

    /**
     * Decodes pictures of one coding, in order.
     *
     * @return blue, green and red of each, 160x90; null for one that cannot be decoded
     */
    List<byte @Nullable []> decode(List<byte[]> pictures, StreamInfo.Codec codec) throws IOException {
        try (FfmpegChildren.Turn turn = children.take()) {
            return some(turn, pictures, codec);
        }
    }

    /** Where some could not be decoded it is not told which: halves are tried until it is known. */
    private List<byte @Nullable []> some(FfmpegChildren.Turn turn, List<byte[]> pictures, StreamInfo.Codec codec)
            throws IOException {
        List<byte @Nullable []> all = new ArrayList<>();
        if (pictures.isEmpty()) {
            return all;
        }
        List<byte[]> frames = run(turn, pictures, codec);
        if (frames.size() == pictures.size()) {
            all.addAll(frames);
        } else if (pictures.size() == 1) {
            all.add(null);
        } else {
            int half = pictures.size() / 2;
            all.addAll(some(turn, pictures.subList(0, half), codec));
            all.addAll(some(turn, pictures.subList(half, pictures.size()), codec));
        }
        return all;
    }

    private static List<byte[]> run(FfmpegChildren.Turn turn, List<byte[]> pictures, StreamInfo.Codec codec)
            throws IOException {
        return turn.run(
                List.of("-f", codec == StreamInfo.Codec.H264 ? "h264" : "hevc"),
                List.of(
                        "-fps_mode",
                        "passthrough",
                        "-vf",
                        "scale=" + WIDTH + ":" + HEIGHT + ":force_original_aspect_ratio=decrease,pad=" + WIDTH + ":"
                                + HEIGHT + ":-1:-1",
                        "-pix_fmt",
                        "bgr24",
                        "-f",
                        "rawvideo"),
                LIMIT,
                in -> {
                    for (byte[] picture : pictures) {
                        in.write(picture);
                    }
                },
                Decoder::frames);
    }

    private static List<byte[]> frames(InputStream out) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = out.readNBytes(FRAME_BYTES);
                frame.length == FRAME_BYTES;
                frame = out.readNBytes(FRAME_BYTES)) {
            frames.add(frame);
        }
        return frames;
    }
}

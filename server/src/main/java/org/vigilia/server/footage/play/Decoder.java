package org.vigilia.server.footage.play;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.server.Problem;
import org.vigilia.server.footage.FootageSettings;

/**
 * Small pictures of key pictures, by one child of the bundled FFmpeg for many of them: no decoder lives in this process.
 * At most so many children at a time; who must wait too long for one is refused.
 */
@Component
class Decoder {

    static final int WIDTH = 160;
    static final int HEIGHT = 90;
    private static final int FRAME_BYTES = WIDTH * HEIGHT * 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int WAITING = 16;

    private final @Nullable Path program;
    private final Semaphore children;

    Decoder(FootageSettings settings, FootageSettings.Ffmpeg ffmpeg) {
        this.program = ffmpeg.path();
        this.children = new Semaphore(Math.max(1, settings.processes()), true);
    }

    /**
     * Decodes pictures of one coding, in order.
     *
     * @return blue, green and red of each, 160x90; null for one that cannot be decoded
     */
    List<byte @Nullable []> decode(List<byte[]> pictures, StreamInfo.Codec codec) throws IOException {
        Path ffmpeg = program;
        if (ffmpeg == null) {
            throw Problem.unavailable("Thumbnails need FFmpeg, which is not set up here (setting ffmpeg.path).");
        }
        if (children.getQueueLength() >= WAITING) {
            throw Problem.unavailable("Too many thumbnails are being made. Try again in a few seconds.");
        }
        try {
            if (!children.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw Problem.unavailable("Too many thumbnails are being made. Try again in a few seconds.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            return some(ffmpeg, pictures, codec);
        } finally {
            children.release();
        }
    }

    /** Where some could not be decoded it is not told which: halves are tried until it is known. */
    private List<byte @Nullable []> some(Path ffmpeg, List<byte[]> pictures, StreamInfo.Codec codec)
            throws IOException {
        List<byte @Nullable []> all = new ArrayList<>();
        if (pictures.isEmpty()) {
            return all;
        }
        List<byte[]> frames = run(ffmpeg, pictures, codec);
        if (frames.size() == pictures.size()) {
            all.addAll(frames);
        } else if (pictures.size() == 1) {
            all.add(null);
        } else {
            int half = pictures.size() / 2;
            all.addAll(some(ffmpeg, pictures.subList(0, half), codec));
            all.addAll(some(ffmpeg, pictures.subList(half, pictures.size()), codec));
        }
        return all;
    }

    private static List<byte[]> run(Path ffmpeg, List<byte[]> pictures, StreamInfo.Codec codec) throws IOException {
        Process child = new ProcessBuilder(
                        ffmpeg.toString(),
                        "-hide_banner",
                        "-loglevel",
                        "error",
                        "-threads",
                        "1",
                        "-f",
                        codec == StreamInfo.Codec.H264 ? "h264" : "hevc",
                        "-i",
                        "pipe:0",
                        "-fps_mode",
                        "passthrough",
                        "-vf",
                        "scale=" + WIDTH + ":" + HEIGHT + ":force_original_aspect_ratio=decrease,pad=" + WIDTH + ":"
                                + HEIGHT + ":-1:-1",
                        "-pix_fmt",
                        "bgr24",
                        "-f",
                        "rawvideo",
                        "pipe:1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread feeder = new Thread(() -> feed(child, pictures), "thumbnails-feed");
        feeder.setDaemon(true);
        feeder.start();
        Thread limit = new Thread(() -> limit(child), "thumbnails-limit");
        limit.setDaemon(true);
        limit.start();
        List<byte[]> frames = new ArrayList<>();
        try (InputStream out = child.getInputStream()) {
            for (byte[] frame = out.readNBytes(FRAME_BYTES);
                    frame.length == FRAME_BYTES;
                    frame = out.readNBytes(FRAME_BYTES)) {
                frames.add(frame);
            }
        } finally {
            child.destroyForcibly();
        }
        return frames;
    }

    private static void feed(Process child, List<byte[]> pictures) {
        try (OutputStream in = child.getOutputStream()) {
            for (byte[] picture : pictures) {
                in.write(picture);
            }
        } catch (IOException e) {
            // it ended early; the missing frames tell
        }
    }

    private static void limit(Process child) {
        try {
            if (!child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
        }
    }
}

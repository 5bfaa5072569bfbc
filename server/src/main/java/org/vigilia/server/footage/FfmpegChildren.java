package org.vigilia.server.footage;

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
import org.vigilia.server.Problem;

/**
 * Children of the bundled FFmpeg, which decode small pictures: no decoder lives in this process. At most so many at a
 * time; who must wait too long for one is refused. A child reads what it is fed and nothing else: no file, no address
 * that what it reads may name. Thread-safe.
 */
@Component
public class FfmpegChildren {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LAST_WORDS_MS = 2_000;
    private static final int WAITING = 16;

    private final @Nullable Path program;
    private final Semaphore places;

    FfmpegChildren(FootageSettings settings, FootageSettings.Ffmpeg ffmpeg) {
        this.program = ffmpeg.path();
        this.places = new Semaphore(Math.max(1, settings.processes()), true);
    }

    /** What a child is fed. */
    public interface Food {
        void writeTo(OutputStream in) throws IOException;
    }

    /** Takes what a child writes. */
    public interface Taker<T> {
        T take(InputStream out) throws IOException;
    }

    /** Whether there is an FFmpeg here. */
    public boolean available() {
        return program != null;
    }

    /** Waits for a place. Throws {@link Problem} 503 when there is no FFmpeg, or when too many wait. */
    public Turn take() throws IOException {
        Path ffmpeg = program;
        if (ffmpeg == null) {
            throw Problem.unavailable("Thumbnails need FFmpeg, which is not set up here (setting ffmpeg.path).");
        }
        if (places.getQueueLength() >= WAITING) {
            throw busy();
        }
        try {
            if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return new Turn(ffmpeg, places);
    }

    private static Problem busy() {
        return Problem.unavailable("Too many thumbnails are being made. Try again in a few seconds.");
    }

    /** A place for one child at a time; it must be closed. For one thread. */
    public static final class Turn implements AutoCloseable {
        private final Path ffmpeg;
        private final Semaphore places;

        private Turn(Path ffmpeg, Semaphore places) {
            this.ffmpeg = ffmpeg;
            this.places = places;
        }

        /**
         * Runs a child to its end, or for as long as it may take.
         *
         * @param input options of {@code pipe:0}, which is what it is fed
         * @param output options of {@code pipe:1}, which is what is taken
         * @param food written by a thread of its own, which has ended when this returns; it may break when the child
         *     has enough
         */
        public <T> T run(List<String> input, List<String> output, Duration limit, Food food, Taker<T> taker)
                throws IOException {
            List<String> line = new ArrayList<>(List.of(
                    ffmpeg.toString(),
                    "-hide_banner",
                    "-loglevel",
                    "error",
                    "-protocol_whitelist",
                    "pipe",
                    "-threads",
                    "1"));
            line.addAll(input);
            line.addAll(List.of("-i", "pipe:0"));
            line.addAll(output);
            line.add("pipe:1");
            Process child = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread feeder = begin("ffmpeg-feed", () -> feed(child, food));
            begin("ffmpeg-limit", () -> limit(child, limit));
            try (InputStream out = child.getInputStream()) {
                return taker.take(out);
            } finally {
                child.destroyForcibly();
                await(feeder);
            }
        }

        private static Thread begin(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static void await(Thread feeder) {
            try {
                feeder.join(LAST_WORDS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void feed(Process child, Food food) {
            try (OutputStream in = child.getOutputStream()) {
                food.writeTo(in);
            } catch (IOException e) {
                // it ended early; what is missing tells
            }
        }

        private static void limit(Process child, Duration limit) {
            try {
                if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    child.destroyForcibly();
                }
            } catch (InterruptedException e) {
                child.destroyForcibly();
            }
        }

        @Override
        public void close() {
            places.release();
        }
    }
}

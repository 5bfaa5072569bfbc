package org.vigilia.media.camera;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.record.BackfillWriter;
import org.vigilia.media.rtsp.Login;
import org.vigilia.media.rtsp.Replay;
import org.vigilia.media.rtsp.RtspSource;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.SourceListener;

/**
 * Fetches a span from a camera's own store. The camera sends as fast as we read; while the disk has enough to do, we do
 * not read. It ends with the first picture after the span, or when the camera has had nothing more to send for a while.
 * Used on one event loop only.
 */
final class Backfill implements SourceListener {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MS = 20;

    private final BackfillWriter writer;
    private final Sources sources;
    private final long toMicros;
    private @Nullable RtspSource source;
    private @Nullable Future<?> watch;
    private long lastNanos = System.nanoTime();
    private boolean paused;
    private boolean any;

    Backfill(BackfillWriter writer, Sources sources, Instant to) {
        this.writer = writer;
        this.sources = sources;
        this.toMicros = to.getEpochSecond() * 1_000_000L + to.getNano() / 1000;
    }

    /** Throws {@link IllegalArgumentException} when the address is none of RTSP. */
    void start(String url, @Nullable Login login, Replay replay) {
        RtspSource made = sources.replay(url, login, replay, this);
        source = made;
        watch = sources.loop().scheduleWithFixedDelay(this::check, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
        made.start();
    }

    private void check() {
        RtspSource now = source;
        if (now == null) {
            return;
        }
        if (paused && !writer.isBusy()) {
            paused = false;
            lastNanos = System.nanoTime();
            now.pause(false);
        } else if (any && !paused && System.nanoTime() - lastNanos > SILENCE.toNanos()) {
            finish("");
        }
    }

    @Override
    public void format(VideoFormat format, double fps, StreamInfo.Clock clock, String clockDetail) {
        writer.format(format);
    }

    @Override
    public void unit(AccessUnit unit) {
        try {
            lastNanos = System.nanoTime();
            any = true;
            RtspSource now = source;
            if (now == null) {
                return;
            }
            if (unit.captureMicros() >= toMicros || !writer.isRunning()) {
                finish("");
                return;
            }
            writer.unit(unit);
            if (!paused && writer.isBusy()) {
                paused = true;
                now.pause(true);
            }
        } finally {
            unit.bytes().release();
        }
    }

    @Override
    public void analytics(long captureMicros, byte[] document) {
        // only pictures are asked for
    }

    @Override
    public void sound(RelaySound piece) {
        // only pictures are asked for
    }

    @Override
    public void ended(Condition condition, String detail, AfterEnd next) {
        source = null;
        finish(detail);
    }

    private void finish(String problem) {
        if (watch != null) {
            watch.cancel(false);
        }
        RtspSource now = source;
        source = null;
        if (now != null) {
            now.close();
        }
        writer.finish(problem);
    }
}

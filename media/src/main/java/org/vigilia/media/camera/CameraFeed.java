package org.vigilia.media.camera;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.relay.LiveStream;
import org.vigilia.media.rtsp.Login;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;
import org.vigilia.media.source.Wanted;

/**
 * Keeps one stream of a camera coming: connects, watches that pictures come, tells how it is, and connects again after
 * whatever went wrong, ever more patiently. Used on one event loop only.
 */
final class CameraFeed implements SourceListener {
    private static final Logger LOG = LoggerFactory.getLogger(CameraFeed.class);

    private final String name;
    private final String url;
    private final @Nullable Login login;
    private final Wanted wanted;
    private final Sources sources;
    private final Patience patience;
    private final LiveStream live;

    private @Nullable PictureSource source;
    private @Nullable Future<?> retry;
    private SourceFigures before = SourceFigures.NONE;
    private boolean child;
    private boolean closed;
    private int failures;
    private long connects;
    private long progressNanos;
    private long progressBytes;
    private String goodDetail = "";

    CameraFeed(CameraEntry entry, StreamChoice choice, Sources sources, Patience patience, LiveStream live) {
        this.name = entry.id() + "/" + choice.name().toLowerCase(Locale.ROOT);
        String subUrl = entry.subUrl();
        this.url = choice == StreamChoice.SUB && subUrl != null ? subUrl : entry.mainUrl();
        this.login = entry.login();
        this.wanted = choice == StreamChoice.SOUND ? Wanted.SOUND : Wanted.PICTURES;
        this.sources = sources;
        this.patience = patience;
        this.live = live;
    }

    LiveStream live() {
        return live;
    }

    long reconnects() {
        return Math.max(0, connects - 1);
    }

    SourceFigures figures() {
        PictureSource now = source;
        return now == null ? before : before.plus(now.figures());
    }

    void open() {
        retry = null;
        if (closed) {
            return;
        }
        connects++;
        progressNanos = System.nanoTime();
        progressBytes = 0;
        try {
            PictureSource made = sources.make(url, login, wanted, child, this);
            source = made;
            live.connected();
            made.start();
        } catch (IllegalArgumentException e) {
            ended(Condition.UNREADABLE, "address: " + e.getMessage(), AfterEnd.RETRY);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("camera", name).setCause(e).log("camera could not be opened");
            ended(Condition.OFFLINE, "could not be opened", AfterEnd.RETRY);
        }
    }

    /** Called about once a second: pictures must come. */
    void check() {
        PictureSource now = source;
        if (now == null || System.nanoTime() - progressNanos < patience.stall().toNanos()) {
            return;
        }
        SourceFigures figures = now.figures();
        long seconds = patience.stall().toSeconds();
        boolean something = figures.bytes() > progressBytes + 1024;
        leave();
        ended(
                something ? Condition.UNREADABLE : Condition.STALLED,
                something
                        ? "data comes, but no readable " + thing() + " for " + seconds + " s"
                        : "connected, but no " + thing() + " for " + seconds + " s",
                AfterEnd.RETRY);
    }

    private String thing() {
        return wanted == Wanted.SOUND ? "sound" : "picture";
    }

    @Override
    public void format(VideoFormat format, double fps, StreamInfo.Clock clock, String clockDetail) {
        goodDetail = String.format(
                        Locale.ROOT,
                        "%s %dx%d%s",
                        format.codec(),
                        format.widthPx(),
                        format.heightPx(),
                        fps > 0 ? String.format(Locale.ROOT, " %.4g fps", fps) : "")
                + (clockDetail.isEmpty() ? "" : "; " + clockDetail);
        live.format(format, fps, clock);
        if (live.status().condition() == Condition.GOOD) {
            live.status(Condition.GOOD, goodDetail);
        }
        LOG.atInfo()
                .addKeyValue("camera", name)
                .addKeyValue("codec", format.codecString())
                .addKeyValue("size", format.widthPx() + "x" + format.heightPx())
                .addKeyValue("clock", clock)
                .log("stream");
    }

    @Override
    public void unit(AccessUnit unit) {
        progressNanos = System.nanoTime();
        PictureSource now = source;
        progressBytes = now == null ? 0 : now.figures().bytes();
        failures = 0;
        if (live.status().condition() != Condition.GOOD) {
            tell(Condition.GOOD, goodDetail);
        }
        live.unit(unit);
    }

    @Override
    public void analytics(long captureMicros, byte[] document) {
        live.analytics(captureMicros, document);
    }

    @Override
    public void sound(RelaySound piece) {
        progressNanos = System.nanoTime();
        failures = 0;
        if (live.status().condition() != Condition.GOOD) {
            tell(Condition.GOOD, piece.coding() + " " + piece.rate() + " Hz");
        }
        live.sound(piece);
    }

    @Override
    public void ended(Condition condition, String detail, AfterEnd next) {
        leave();
        if (closed) {
            return;
        }
        child |= next == AfterEnd.CHILD && sources.hasChild();
        tell(condition, detail);
        if (next == AfterEnd.REST) {
            return;
        }
        Duration delay;
        boolean mute = wanted == Wanted.SOUND && condition == Condition.UNREADABLE && next == AfterEnd.RETRY;
        if (condition == Condition.UNAUTHORISED || mute) {
            delay = patience.refusedRetry();
        } else {
            Duration doubled = patience.firstRetry().multipliedBy(1L << Math.min(failures, 10));
            delay = doubled.compareTo(patience.longestRetry()) > 0 ? patience.longestRetry() : doubled;
        }
        failures++;
        long jittered = (long)
                (delay.toMillis() * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
        retry = sources.loop().schedule(this::open, jittered, TimeUnit.MILLISECONDS);
    }

    private void tell(Condition condition, String detail) {
        boolean news = live.status().condition() != condition;
        live.status(condition, detail);
        if (news) {
            LOG.atInfo()
                    .addKeyValue("camera", name)
                    .addKeyValue("condition", condition)
                    .addKeyValue("detail", detail)
                    .log("camera");
        }
    }

    private void leave() {
        PictureSource old = source;
        source = null;
        if (old != null) {
            before = before.plus(old.figures());
            old.close();
        }
    }

    void close() {
        closed = true;
        leave();
        if (retry != null) {
            retry.cancel(false);
        }
    }
}

package org.vigilia.media.camera;

import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.RelayStream;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.rtsp.Login;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceListener;
import org.vigilia.media.source.Wanted;
import tools.jackson.databind.json.JsonMapper;

/** Tries an address out, once: the first key picture, or why there is none. Used on one event loop only. */
public final class Probe implements SourceListener {
    private static final Duration LIMIT = Duration.ofMillis(7500);

    /** Sender reports alone are no sign of pictures. */
    private static final int REPORTS_BYTES = 1024;

    private final String url;
    private final @Nullable Login login;
    private final Sources sources;
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    private @Nullable PictureSource source;
    private @Nullable Future<?> deadline;
    private @Nullable VideoFormat format;
    private @Nullable StreamInfo info;

    private Probe(String url, @Nullable Login login, Sources sources) {
        this.url = url;
        this.login = login;
        this.sources = sources;
    }

    /** Starts; the result comes within 8 s, on the event loop. */
    public static CompletableFuture<ProbeResult> start(String url, @Nullable Login login, Sources sources) {
        Probe probe = new Probe(url, login, sources);
        probe.deadline = sources.loop().schedule(probe::giveUp, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        probe.open(false);
        return probe.result;
    }

    private void open(boolean child) {
        try {
            PictureSource made = sources.make(url, login, Wanted.PICTURES, child, this);
            source = made;
            made.start();
        } catch (IllegalArgumentException e) {
            finish(new ProbeResult(false, Condition.UNREADABLE, "address: " + e.getMessage(), null, null, null));
        }
    }

    private void giveUp() {
        PictureSource now = source;
        boolean something = now != null && now.figures().bytes() > REPORTS_BYTES;
        finish(new ProbeResult(
                false,
                something ? Condition.UNREADABLE : Condition.STALLED,
                something ? "data comes, but no readable key picture within 7.5 s" : "no picture within 7.5 s",
                null,
                null,
                null));
    }

    private void finish(ProbeResult found) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        PictureSource now = source;
        source = null;
        if (now != null) {
            now.close();
        }
        result.complete(found);
    }

    @Override
    public void format(VideoFormat found, double fps, StreamInfo.Clock clock, String clockDetail) {
        format = found;
        info = new StreamInfo(found.codec(), found.codecString(), found.widthPx(), found.heightPx(), fps, clock);
    }

    @Override
    public void unit(AccessUnit unit) {
        try {
            VideoFormat known = format;
            if (!unit.key() || known == null || result.isDone()) {
                return;
            }
            byte[] bytes = new byte[unit.bytes().readableBytes() - AccessUnit.ROOM];
            unit.bytes().getBytes(unit.bytes().readerIndex() + AccessUnit.ROOM, bytes);
            RelayStream stream = new RelayStream(
                    ByteBuffer.wrap(JsonMapper.shared().writeValueAsBytes(info)),
                    ByteBuffer.wrap(known.configuration()));
            finish(new ProbeResult(
                    true,
                    Condition.GOOD,
                    "pictures come",
                    info,
                    stream.toPayload().array(),
                    bytes));
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
        if (next == AfterEnd.CHILD && sources.hasChild()) {
            open(true);
        } else {
            finish(new ProbeResult(false, condition, detail, null, null, null));
        }
    }
}

package org.vigilia.media.camera;

import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.vigilia.media.child.ChildAddress;
import org.vigilia.media.child.ChildSound;
import org.vigilia.media.child.ChildSource;
import org.vigilia.media.rtsp.Login;
import org.vigilia.media.rtsp.Replay;
import org.vigilia.media.rtsp.RtspAddress;
import org.vigilia.media.rtsp.RtspSource;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceListener;
import org.vigilia.media.source.Wanted;

/** Makes the source that fits an address: RTSP in this process, all else through the ffmpeg child. */
public final class Sources {
    private final EventLoop loop;
    private final Executor slow;
    private final Clock clock;
    private final Patience patience;
    private final @Nullable Path ffmpeg;

    /**
     * {@code slow} runs what may block: looking names up, starting processes. Without {@code ffmpeg} only RTSP can be
     * read.
     */
    public Sources(EventLoop loop, Executor slow, Clock clock, Patience patience, @Nullable Path ffmpeg) {
        this.ffmpeg = ffmpeg;
        this.loop = loop;
        this.slow = slow;
        this.clock = clock;
        this.patience = patience;
    }

    /** Whether the ffmpeg child can be used. */
    boolean hasChild() {
        return ffmpeg != null;
    }

    EventLoop loop() {
        return loop;
    }

    /** Makes a source of what a camera has recorded itself, not yet started; the address must be of RTSP. */
    RtspSource replay(String url, @Nullable Login login, Replay replay, SourceListener listener) {
        return RtspSource.replay(
                RtspAddress.parse(url),
                login,
                new RtspSource.Surroundings(loop, slow, clock, patience.answer(), patience.clockLimit()),
                replay,
                listener);
    }

    /**
     * Makes a source, not yet started.
     *
     * @param wanted pictures or sound
     * @param child whether to use the ffmpeg child although the address is RTSP
     * @throws IllegalArgumentException when the address cannot be read; the message does not repeat it
     */
    PictureSource make(String url, @Nullable Login login, Wanted wanted, boolean child, SourceListener listener) {
        if (url.toLowerCase(Locale.ROOT).startsWith("rtsp://") && !child) {
            return new RtspSource(
                    RtspAddress.parse(url),
                    login,
                    new RtspSource.Surroundings(loop, slow, clock, patience.answer(), patience.clockLimit()),
                    wanted,
                    listener);
        }
        Path executable = ffmpeg;
        if (executable == null) {
            throw new IllegalArgumentException("only rtsp:// can be read while ffmpeg.path is not set");
        }
        ChildAddress address = ChildAddress.parse(url, login);
        ChildSource.Surroundings surroundings =
                new ChildSource.Surroundings(loop, slow, clock, executable, patience.answer());
        return wanted == Wanted.SOUND
                ? new ChildSound(address, surroundings, listener)
                : new ChildSource(address, surroundings, listener);
    }
}

package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One endless stream of a pretend camera: shows its clip at its own pace to whoever watches, each picture packed once.
 * Its clock is the machine's; sender reports say so every five seconds. Used on one event loop only.
 */
final class CameraStream {
    private static final int MAX_STARTS = 1_000;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private final Clip ownClip;
    private final double fps;
    private final Clock clock;
    private final Random random;
    private final RtpWriter writer;
    private final int firstTimestamp;
    private final long startNanos = System.nanoTime();
    /** Each viewer, and whether it waits for a key frame because it was too slow. */
    private final Map<Channel, Boolean> viewers = new HashMap<>();

    /** From which picture on the clip began anew at which one, for the card. */
    private final TreeMap<Long, Long> clipStarts = new TreeMap<>(Map.of(0L, 0L));

    private final Set<Channel> metadataViewers = new HashSet<>();
    private Clip clip;
    private Fault fault = Fault.NONE;
    private @Nullable Picture frozen;
    private long next;
    private long clipStart;
    private long reportDueNanos;
    private boolean ticking;
    private long shown;
    /** Pictures not sent to somebody whose connection was full. */
    private long skipped;

    CameraStream(EventLoop loop, Clip clip, double fps, Clock clock) {
        this.loop = loop;
        this.ownClip = clip;
        this.clip = clip;
        this.fps = fps;
        this.clock = clock;
        this.random = ThreadLocalRandom.current();
        this.writer = new RtpWriter(random);
        this.firstTimestamp = random.nextInt();
    }

    Clip clip() {
        return clip;
    }

    double fps() {
        return fps;
    }

    /** What it shows when nothing is wrong. */
    Clip ownClip() {
        return ownClip;
    }

    /** When which picture was or will be shown. @param zero when the stream began */
    record Timeline(Instant zero, double fps) {
        /** The first picture that is not shown before a moment; below 0 before the stream began. */
        long index(Instant moment) {
            Duration since = Duration.between(zero, moment);
            return (long) Math.ceil((since.getSeconds() + since.getNano() / 1e9) * fps);
        }

        Instant at(long index) {
            return zero.plusNanos((long) (index * 1e9 / fps));
        }
    }

    /** By the clock as it stands now. */
    Timeline timeline(Instant now) {
        return new Timeline(now.minusNanos(System.nanoTime() - startNanos), fps);
    }

    /** The picture that is shown at a place of the stream when nothing is wrong, also where nobody watched. */
    Picture pictureAt(long index) {
        Map.Entry<Long, Long> start = clipStarts.floorEntry(index);
        long since = index - (start == null ? 0 : start.getValue());
        return ownClip.pictures()
                .get((int) Math.floorMod(since, (long) ownClip.pictures().size()));
    }

    /** The newest key picture that is not behind a place of the stream. */
    long keyAtOrBefore(long index) {
        long at = index;
        while (!pictureAt(at).key()) {
            at--;
        }
        return at;
    }

    private void begin(long index) {
        clipStart = index;
        clipStarts.put(index, index);
        if (clipStarts.size() > MAX_STARTS) {
            clipStarts.pollFirstEntry();
        }
    }

    int nextSequence() {
        return writer.sequence();
    }

    int nextTimestamp() {
        return timestamp(System.nanoTime());
    }

    /** Goes wrong, or right again. {@code other} is what RESOLUTION shows; otherwise unused. */
    void set(Fault newFault, @Nullable Clip other) {
        fault = newFault;
        frozen = null;
        if (newFault == Fault.FREEZE) {
            frozen = keyOf(next - clipStart);
        }
        Clip wanted = newFault == Fault.RESOLUTION && other != null ? other : ownClip;
        if (wanted != clip) {
            clip = wanted;
            begin(next);
        }
    }

    private Picture keyOf(long index) {
        int at = (int) (index % clip.pictures().size());
        while (!clip.pictures().get(at).key()) {
            at--;
        }
        return clip.pictures().get(at);
    }

    /** {@code metadata}: whether the viewer also wants what the camera sees. */
    void add(Channel viewer, boolean metadata) {
        viewers.put(viewer, false);
        viewer.writeAndFlush(report(viewer.alloc(), RtpWriter.VIDEO_CHANNEL));
        if (metadata) {
            metadataViewers.add(viewer);
            viewer.writeAndFlush(report(viewer.alloc(), RtpWriter.METADATA_CHANNEL));
        }
        if (!ticking) {
            ticking = true;
            next = dueIndex(System.nanoTime()) + 1;
            // whoever watches alone sees the scene from its beginning, so that what happens in it comes when expected
            begin(next);
            shown = 0;
            skipped = 0;
            schedule();
        }
    }

    void remove(Channel viewer) {
        viewers.remove(viewer);
        metadataViewers.remove(viewer);
    }

    private long dueIndex(long nanos) {
        return (long) ((nanos - startNanos) * fps / 1e9);
    }

    private int timestamp(long nanos) {
        return firstTimestamp + (int) (long) ((nanos - startNanos) * (RtpWriter.CLOCK_HZ / 1e9));
    }

    private long dueNanos(long index) {
        return startNanos + (long) (index * 1e9 / fps);
    }

    private void schedule() {
        loop.schedule(this::tick, Math.max(0, dueNanos(next) - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (viewers.isEmpty()) {
            ticking = false;
            return;
        }
        long now = System.nanoTime();
        if (dueIndex(now) - next > fps) {
            next = dueIndex(now);
        }
        if (fault != Fault.STALL) {
            show(now);
        }
        next++;
        schedule();
    }

    /** Pictures shown since the first key one that somebody watched, whether or not each viewer could take them. */
    long shown() {
        return shown;
    }

    /** Of these, those not sent to a viewer who could not take them; a picture counts once for each such viewer. */
    long skipped() {
        return skipped;
    }

    private void show(long now) {
        Picture held = frozen;
        Picture picture = held != null
                ? held
                : clip.pictures()
                        .get((int) ((next - clipStart) % clip.pictures().size()));
        // nobody can make anything of pictures before the first key one
        shown += shown > 0 || picture.key() ? 1 : 0;
        ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        ByteBuf packed = writer.write(allocator, clip.codec(), picture, timestamp(dueNanos(next)));
        if (fault == Fault.GARBAGE) {
            Garbage.spoil(packed, random, next % 100 == 99);
        }
        ByteBuf report = now >= reportDueNanos ? report(allocator, RtpWriter.VIDEO_CHANNEL) : null;
        for (Map.Entry<Channel, Boolean> viewer : viewers.entrySet()) {
            Channel channel = viewer.getKey();
            if (!channel.isWritable()) {
                viewer.setValue(true);
                skipped++;
                continue;
            }
            if (viewer.getValue() && !picture.key()) {
                skipped++;
                continue;
            }
            viewer.setValue(false);
            if (report != null) {
                channel.write(report.retainedDuplicate(), channel.voidPromise());
            }
            channel.writeAndFlush(packed.retainedDuplicate(), channel.voidPromise());
        }
        packed.release();
        showMetadata(allocator);
        if (report != null) {
            report.release();
        }
    }

    private void showMetadata(ByteBufAllocator allocator) {
        int index = (int) ((next - clipStart) % clip.pictures().size());
        long ageNanos = System.nanoTime() - dueNanos(next);
        byte[] document = clip.analytics().of(index, clock.instant().minusNanos(ageNanos));
        if (document == null || metadataViewers.isEmpty()) {
            return;
        }
        ByteBuf packed = writer.write(allocator, document, timestamp(dueNanos(next)));
        for (Channel viewer : metadataViewers) {
            if (viewer.isWritable()) {
                viewer.writeAndFlush(packed.retainedDuplicate(), viewer.voidPromise());
            }
        }
        packed.release();
    }

    private ByteBuf report(ByteBufAllocator allocator, int channel) {
        long nanos = System.nanoTime();
        Instant now = clock.instant();
        reportDueNanos = nanos + REPORT_NANOS;
        return writer.senderReport(allocator, channel, now, timestamp(nanos));
    }
}

package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A pretend camera's own card: has all pictures of the last day, whether anybody watched or not, and replays a span as
 * fast as it is read (ONVIF Streaming Specification, 6). Each picture is the one that is or would have been shown live at
 * that time, and says when that was. Used on one event loop only.
 */
final class Card {
    static final String REQUIRED = "onvif-replay";
    private static final Duration REACH = Duration.ofDays(1);
    private static final int EXTENSION = 0xabac;
    private static final int EXTENSION_BYTES = 16;
    private static final int CLEAN_POINT = 0x80;
    private static final int END = 0x40;
    private static final int DISCONTINUITY = 0x20;
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final long PAUSE_MS = 5;

    private final EventLoop loop;
    private final CameraStream stream;
    private final Clock clock;
    private final Map<Channel, Reading> readings = new HashMap<>();

    Card(EventLoop loop, CameraStream stream, Clock clock) {
        this.loop = loop;
        this.stream = stream;
        this.clock = clock;
    }

    CameraStream stream() {
        return stream;
    }

    /** A span of time. @param to not included */
    record Range(Instant from, Instant to) {
        /** RFC 2326, 3.7; the fraction may have any length. */
        private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
                .appendPattern("uuuuMMdd'T'HHmmss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .appendLiteral('Z')
                .toFormatter(Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        /** Reads {@code clock=20261129T080000.5Z-20261129T080010Z}; empty when it is anything else. */
        static Optional<Range> parse(String header) {
            String[] parts = header.strip().split("[=-]", -1);
            if (parts.length != 3 || !parts[0].equals("clock")) {
                return Optional.empty();
            }
            try {
                Range range = new Range(CLOCK.parse(parts[1], Instant::from), CLOCK.parse(parts[2], Instant::from));
                return range.from.isBefore(range.to) ? Optional.of(range) : Optional.empty();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    /** Whether it has any picture of a span. */
    boolean has(Range range) {
        Instant now = clock.instant();
        return range.from.isBefore(now) && range.to.isAfter(now.minus(REACH));
    }

    /** Sends a span, from the key picture before its start; nothing more is said at its end. */
    void play(Channel viewer, Range range, int request) {
        stop(viewer);
        Reading reading = new Reading(viewer, range, request);
        readings.put(viewer, reading);
        reading.run();
    }

    void stop(Channel viewer) {
        readings.remove(viewer);
    }

    /** What is on its way to one viewer. */
    private final class Reading implements Runnable {
        private final RtpWriter writer = new RtpWriter(ThreadLocalRandom.current());
        private final Channel viewer;
        private final int request;
        private final CameraStream.Timeline times;
        private final long first;
        private final long end;
        private long next;

        Reading(Channel viewer, Range range, int request) {
            this.viewer = viewer;
            this.request = request;
            Instant now = clock.instant();
            Instant oldest = now.minus(REACH);
            times = stream.timeline(now);
            first = stream.keyAtOrBefore(times.index(range.from.isBefore(oldest) ? oldest : range.from));
            end = times.index(range.to.isAfter(now) ? now : range.to);
            next = first;
        }

        @Override
        public void run() {
            if (readings.get(viewer) != this || !viewer.isActive()) {
                readings.remove(viewer, this);
                return;
            }
            while (next < end && viewer.isWritable()) {
                viewer.write(packed(), viewer.voidPromise());
                next++;
            }
            viewer.flush();
            if (next < end) {
                loop.schedule(this, PAUSE_MS, TimeUnit.MILLISECONDS);
            } else {
                readings.remove(viewer, this);
            }
        }

        private ByteBuf packed() {
            Picture picture = stream.pictureAt(next);
            Instant taken = times.at(next);
            int flags = (picture.key() ? CLEAN_POINT : 0)
                    | (next == end - 1 ? END : 0)
                    | (next == first ? DISCONTINUITY : 0);
            byte[] extension = ByteBuffer.allocate(EXTENSION_BYTES)
                    .putShort((short) EXTENSION)
                    .putShort((short) 3)
                    .putInt((int) (taken.getEpochSecond() + NTP_TO_UNIX_SECONDS))
                    .putInt((int) (((long) taken.getNano() << 32) / 1_000_000_000L))
                    .put((byte) flags)
                    .put((byte) request)
                    .array();
            int timestamp = (int) (long) (next * (RtpWriter.CLOCK_HZ / stream.fps()));
            return writer.write(ByteBufAllocator.DEFAULT, stream.ownClip().codec(), picture, timestamp, extension);
        }
    }
}

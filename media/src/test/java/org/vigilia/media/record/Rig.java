package org.vigilia.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;

/** A recorder whose camera and clock the test moves by hand. Pictures are noise in whole NAL units. */
final class Rig implements AutoCloseable {
    static final CameraId CAMERA = new CameraId("gate:1");
    static final Instant START = Instant.parse("2026-11-28T23:59:40Z");
    static final long FRAME = 66_667;
    static final VideoFormat FORMAT = format("014d0028ffe1000a674d0028a9501405b42001000468ee3c80");

    final Path root;
    final Path secrets;
    final Random random;
    final Recordings recordings;
    final CameraRecorder recorder;
    /** What was given to the recorder and taken by it, in order. */
    final List<byte[]> given = new ArrayList<>();

    final List<Long> times = new ArrayList<>();
    private final List<ByteBuf> buffers = new ArrayList<>();
    long nowMicros;
    long lostPackets;
    int group = 30;
    private int sinceKey;

    static VideoFormat format(String configuration) {
        return new VideoFormat(
                StreamInfo.Codec.H264,
                "avc1.4d0028",
                640,
                352,
                15,
                HexFormat.of().parseHex(configuration));
    }

    static RecordSettings settings(Path root, Path secrets, long queueBytes) {
        return new RecordSettings(
                root,
                secrets,
                queueBytes,
                Duration.ofSeconds(10),
                new RecordSettings.Space(0, 0, 0),
                Duration.ofMillis(10));
    }

    Rig(Path folder, long seed, long queueBytes, Instant start) throws IOException {
        root = folder.resolve("recordings");
        secrets = folder.resolve("secrets");
        random = new Random(seed);
        nowMicros = Recordings.micros(start);
        recordings = new Recordings(settings(root, secrets, queueBytes), clock());
        recorder = recordings.open(
                CAMERA, RecordingPlan.CONTINUOUS, () -> new SourceFigures(0, 0, lostPackets, 0, 0, 1500));
        recorder.format(FORMAT, info(FORMAT));
    }

    static StreamInfo info(VideoFormat format) {
        return new StreamInfo(
                format.codec(), format.codecString(), format.widthPx(), format.heightPx(), 15, StreamInfo.Clock.RTCP);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(nowMicros, java.time.temporal.ChronoUnit.MICROS);
            }
        };
    }

    /** Pictures at 15 a second, a key one first in each group. */
    void pictures(int count) {
        for (int i = 0; i < count; i++) {
            picture(sinceKey == 0, nowMicros);
            nowMicros += FRAME;
            sinceKey = (sinceKey + 1) % group;
        }
    }

    void picture(boolean key, long micros) {
        ByteBuf bytes = Unpooled.directBuffer();
        bytes.writeZero(AccessUnit.ROOM);
        int units = 1 + random.nextInt(3);
        for (int i = 0; i < units; i++) {
            byte[] unit = new byte[1 + random.nextInt(key ? 9000 : 1500)];
            random.nextBytes(unit);
            bytes.writeInt(unit.length).writeBytes(unit);
        }
        byte[] copy = new byte[bytes.readableBytes() - AccessUnit.ROOM];
        bytes.getBytes(AccessUnit.ROOM, copy);
        given.add(copy);
        times.add(micros);
        recorder.unit(new AccessUnit(bytes, key, micros, micros + 1500));
        bytes.release();
        if (bytes.refCnt() > 0) {
            buffers.add(bytes);
        }
    }

    /** The next picture is a key one, as after a new connection. */
    void again() {
        sinceKey = 0;
    }

    void seconds(double seconds) {
        for (double left = seconds; left > 0; left--) {
            nowMicros += (long) (Math.min(1, left) * 1e6);
            recorder.tick();
        }
    }

    void status(Condition condition, String detail) {
        recorder.status(new StreamStatus(condition, Instant.EPOCH, detail));
    }

    /** Waits until all that was handed over is done, as far as the disk lets it. */
    void settle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        recordings.disk().tell(() -> recordings.whenTold(done::countDown));
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** How many things wait to be told. */
    int waiting() throws Exception {
        CompletableFuture<Integer> found = new CompletableFuture<>();
        recordings.whenTold(() -> found.complete(recordings.waiting()));
        return found.get(30, TimeUnit.SECONDS);
    }

    List<Line> lines() throws IOException {
        JournalReader.Found found = JournalReader.read(
                root, CAMERA, List.of(NodeKey.open(secrets, "media").verifyKey()));
        assertThat(found.faults()).isEmpty();
        return found.lines();
    }

    <T extends Entry> List<T> entries(Class<T> kind) throws IOException {
        return lines().stream()
                .map(Line::entry)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    byte[] bytes(Entry.Segment segment) throws IOException {
        return Files.readAllBytes(root.resolve(segment.file()));
    }

    /** Closes everything, and counts what was not given back. */
    @Override
    public void close() {
        recorder.close();
        recordings.close();
        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
    }

    /** One picture as it lies in a file. */
    record Sample(boolean key, long decodeMicros, long showMicros, long durationMicros, byte[] bytes) {}

    /** The pictures of a file, by fragment; a reader of its own, that knows nothing of how it was written. */
    static List<List<Sample>> fragments(byte[] file) {
        List<List<Sample>> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file);
        while (in.hasRemaining()) {
            int at = in.position();
            int size = in.getInt();
            if (in.getInt() == 0x6d6f6f66) {
                all.add(fragment(file, at, size));
            }
            in.position(at + size);
        }
        return all;
    }

    private static List<Sample> fragment(byte[] file, int moof, int size) {
        List<Sample> samples = new ArrayList<>();
        // moof(8) mfhd(16) traf(8) tfhd(20) tfdt(20) trun
        ByteBuffer in = ByteBuffer.wrap(file, moof + 8 + 16 + 8 + 20, size).slice();
        assertThat(in.getInt()).isEqualTo(20);
        assertThat(in.getInt()).isEqualTo(0x74666474);
        in.getInt();
        long time = in.getLong();
        in.getInt();
        assertThat(in.getInt()).isEqualTo(0x7472756e);
        boolean offsets = (in.getInt() & 0x800) != 0;
        int count = in.getInt();
        int data = moof + in.getInt();
        for (int i = 0; i < count; i++) {
            int duration = in.getInt();
            int length = in.getInt();
            int flags = in.getInt();
            int offset = offsets ? in.getInt() : 0;
            byte[] bytes = java.util.Arrays.copyOfRange(file, data, data + length);
            samples.add(new Sample((flags & 0x10000) == 0, time, time + offset, duration, bytes));
            time += duration;
            data += length;
        }
        return samples;
    }
}

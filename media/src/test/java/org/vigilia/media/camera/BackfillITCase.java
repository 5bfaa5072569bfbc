package org.vigilia.media.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.record.RecordSettings;
import org.vigilia.media.record.Recordings;
import org.vigilia.media.record.SegmentScan;
import org.vigilia.media.testing.ReplayCamera;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;

/** A span that was lost is fetched from the camera's own store. */
final class BackfillITCase {
    private static final CameraId CAMERA = new CameraId("gate");
    private static final Instant FROM = Instant.parse("2026-11-27T23:59:55Z");

    @TempDir
    Path folder;

    @Test
    void fetchesThePicturesOfASpanWithTheTimesTheyWereTakenAt() throws Exception {
        Clock clock = Clock.systemUTC();
        Patience patience = new Patience(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(3));
        // so little room that the camera must be made to wait
        Recordings recordings = new Recordings(
                new RecordSettings(
                        folder.resolve("recordings"),
                        folder.resolve("secrets"),
                        20_000,
                        Duration.ofSeconds(10),
                        new RecordSettings.Space(0, 0, 0),
                        Duration.ofSeconds(1)),
                clock);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoop loop = group.next();
        try (ReplayCamera camera = new ReplayCamera(FROM, 15 * 15)) {
            Sources sources = new Sources(loop, Runnable::run, clock, patience, null);
            Cameras cameras = new Cameras(sources, patience, clock, 1 << 20, recordings);
            CameraEntry entry = new CameraEntry(CAMERA, "rtsp://127.0.0.1:1/live", null, "anna", "secret");
            loop.submit(() -> cameras.set(List.of(entry))).sync();
            Instant to = FROM.plusSeconds(12);
            assertThat(backfill(loop, cameras, camera.url(), to)).isTrue();
            assertThat(backfill(loop, cameras, camera.url(), to)).isFalse();
            assertThatThrownBy(() -> backfill(loop, cameras, "file:x", to)).hasMessageContaining("rtsp");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!recordings.report().toString().contains("state=DONE") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(recordings.report().toString()).contains("pictures=180").doesNotContain("secret");
            loop.submit(cameras::close).sync();
            recordings.close();
            assertThat(camera.requests())
                    .anySatisfy(request -> assertThat(request)
                            .startsWith("PLAY")
                            .contains("Require: onvif-replay\n")
                            .contains("Range: clock=20261127T235955.000Z-20261128T000007.000Z\n")
                            .contains("Rate-Control: no\n"))
                    .anySatisfy(
                            request -> assertThat(request).startsWith("SETUP").contains("Require: onvif-replay\n"));
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        }
        Path root = folder.resolve("recordings");
        JournalReader.Found found = JournalReader.read(
                root,
                CAMERA,
                List.of(NodeKey.open(folder.resolve("secrets"), "media").verifyKey()));
        assertThat(found.faults()).isEmpty();
        List<Entry.Segment> segments = found.lines().stream()
                .map(Line::entry)
                .filter(Entry.Segment.class::isInstance)
                .map(Entry.Segment.class::cast)
                .toList();
        assertThat(segments).hasSize(2).allMatch(segment -> segment.origin() == Entry.Origin.BACKFILL);
        Entry.Segment first = segments.get(0);
        assertThat(first.startMicros()).isEqualTo(FROM.getEpochSecond() * 1_000_000);
        assertThat(first.file()).isEqualTo("gate/2026-11-27/235955.000000.mp4");
        assertThat(segments.get(1).file()).startsWith("gate/2026-11-28/000005.");
        assertThat(first.pictures() + segments.get(1).pictures()).isEqualTo(180);
        for (Entry.Segment segment : segments) {
            assertThat(SegmentScan.of(root.resolve(segment.file())).pictures()).isEqualTo(segment.pictures());
        }
    }

    private static boolean backfill(EventLoop loop, Cameras cameras, String url, Instant to) {
        try {
            return CompletableFuture.supplyAsync(() -> cameras.backfill(CAMERA, url, FROM, to), loop)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
        }
    }
}

package org.vigilia.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Entry.Cause;
import org.vigilia.proof.journal.Hash;

/** What is recorded, what is told of it, and what is left after a crash. */
final class RecordingTest {
    private static final long ROOMY = 64 << 20;

    @TempDir
    Path folder;

    private static long seed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return seed;
    }

    /** From the first entry on no instant is left out, but for holes of half a second. */
    private static void assertCovered(List<? extends Entry> entries) {
        long told = -1;
        for (Entry entry : entries) {
            long start = entry instanceof Entry.Segment s ? s.startMicros() : ((Entry.Gap) entry).startMicros();
            long end = entry instanceof Entry.Segment s ? s.endMicros() : ((Entry.Gap) entry).endMicros();
            if (told >= 0) {
                assertThat(start).isBetween(told - 1, told + CameraJournal.HOLE_MICROS);
            }
            told = end;
        }
    }

    @Test
    void keepsEveryByteAndTheTimeOfEveryPicture() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(15 * 35);
        rig.close();
        List<Entry.Segment> segments = rig.entries(Entry.Segment.class);
        assertThat(segments).hasSize(4);
        assertThat(rig.lines()).hasSize(4);
        assertCovered(segments);
        assertThat(segments.get(2).file()).startsWith("gate%3A1/2026-11-29/");
        List<byte[]> kept = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (Entry.Segment segment : segments) {
            byte[] file = rig.bytes(segment);
            assertThat(segment.sha256()).isEqualTo(Hash.hex(Hash.sha256(file)));
            assertThat(segment.bytes()).isEqualTo(file.length);
            List<List<Rig.Sample>> fragments = Rig.fragments(file);
            assertThat(fragments.get(0).get(0).key()).isTrue();
            for (List<Rig.Sample> fragment : fragments) {
                assertThat(fragment.stream()
                                .mapToLong(Rig.Sample::durationMicros)
                                .sum())
                        .isLessThanOrEqualTo(500_000);
                for (Rig.Sample sample : fragment) {
                    kept.add(sample.bytes());
                    times.add(segment.startMicros() + sample.showMicros());
                }
            }
            assertThat(SegmentScan.of(rig.root.resolve(segment.file())).pictures())
                    .isEqualTo(segment.pictures());
        }
        assertThat(kept).usingElementComparator(Arrays::compare).isEqualTo(rig.given);
        assertThat(times).isEqualTo(rig.times);
    }

    @Test
    void keepsTheOrderOfDecodingWhenPicturesAreShownInAnother() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        long start = rig.nowMicros;
        int[] shown = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11};
        for (int i = 0; i < shown.length; i++) {
            rig.picture(i == 0, start + shown[i] * 40_000L);
        }
        rig.close();
        Entry.Segment segment = rig.entries(Entry.Segment.class).get(0);
        long before = 0;
        int next = 0;
        for (List<Rig.Sample> fragment : Rig.fragments(rig.bytes(segment))) {
            for (Rig.Sample sample : fragment) {
                assertThat(sample.decodeMicros()).isGreaterThanOrEqualTo(before);
                assertThat(sample.durationMicros()).isNotNegative();
                assertThat(sample.showMicros()).isEqualTo(shown[next++] * 40_000L);
                before = sample.decodeMicros();
            }
        }
        assertThat(next).isEqualTo(shown.length);
    }

    @Test
    void beginsANewFileWhenThePictureChangesAndWhenTheClockJumps() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(45);
        var other = Rig.format("014d0028ffe1000a674d0028a9501405b42001000468ee3c81");
        rig.again();
        rig.recorder.format(other, Rig.info(other));
        rig.pictures(45);
        rig.nowMicros -= 3_600_000_000L;
        rig.pictures(45);
        rig.close();
        List<Entry.Segment> segments = rig.entries(Entry.Segment.class);
        assertThat(rig.entries(Entry.Gap.class)).isEmpty();
        assertThat(segments).hasSize(3);
        assertThat(segments.stream().mapToInt(Entry.Segment::pictures).sum()).isEqualTo(135);
        assertThat(segments.get(1).uncertaintyMicros()).isGreaterThan(3_500_000_000L);
        assertThat(segments.get(2).startMicros()).isLessThan(segments.get(0).startMicros());
    }

    @Test
    void losesNothingWhenACameraOnlyPauses() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(40);
        rig.seconds(4);
        rig.pictures(50);
        rig.close();
        List<Entry.Segment> segments = rig.entries(Entry.Segment.class);
        assertThat(segments.stream().mapToInt(Entry.Segment::pictures).sum()).isEqualTo(90);
        assertThat(rig.entries(Entry.Gap.class)).isEmpty();
        assertCovered(segments);
        assertThat(Rig.fragments(rig.bytes(segments.get(0))).stream().flatMap(List::stream))
                .extracting(sample -> segments.get(0).startMicros() + sample.showMicros())
                .isEqualTo(rig.times.subList(0, segments.get(0).pictures()));
    }

    @Test
    void namesTheCauseOfEveryGap() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(45);
        rig.status(Condition.OFFLINE, "connection refused");
        rig.seconds(5);
        rig.status(Condition.UNAUTHORISED, "wrong password");
        rig.seconds(130);
        rig.settle();
        assertThat(rig.entries(Entry.Gap.class)).hasSize(3);
        rig.again();
        rig.pictures(45);
        rig.recorder.plan(new RecordingPlan(RecordingPlan.Mode.OFF, null, null, null));
        rig.seconds(10);
        rig.recorder.plan(RecordingPlan.CONTINUOUS);
        rig.again();
        rig.pictures(45);
        rig.lostPackets = 4;
        rig.nowMicros += 2_000_000;
        rig.again();
        rig.pictures(45);
        rig.nowMicros += 1_000_000;
        rig.again();
        rig.pictures(45);
        rig.close();
        List<Entry.Gap> gaps = rig.entries(Entry.Gap.class);
        assertThat(gaps.stream().map(Entry.Gap::cause))
                .containsExactly(
                        Cause.CAMERA_AWAY,
                        Cause.REFUSED,
                        Cause.REFUSED,
                        Cause.REFUSED,
                        Cause.NOT_WANTED,
                        Cause.NETWORK,
                        Cause.NO_PICTURES);
        assertThat(gaps.get(1).detail()).isEqualTo("wrong password");
        assertThat(gaps.get(5).detail()).contains("4 packets");
        assertCovered(rig.lines().stream().map(line -> line.entry()).toList());
        assertThat(rig.recorder.journal().gaps().seconds(Cause.NOT_WANTED)).isBetween(9.0, 11.0);
    }

    @Test
    void tellsWhatIsLostWhenTheDiskCannotKeepUp() throws Exception {
        Rig rig = new Rig(folder, seed(), 60_000, Rig.START);
        rig.pictures(15);
        rig.settle();
        CountDownLatch slow = new CountDownLatch(1);
        rig.recordings.disk().tell(() -> await(slow));
        rig.pictures(300);
        slow.countDown();
        rig.settle();
        rig.again();
        rig.pictures(5);
        rig.close();
        assertThat(rig.entries(Entry.Gap.class)).isNotEmpty().allMatch(gap -> gap.cause() == Cause.OVERLOAD);
        assertCovered(rig.lines().stream().map(line -> line.entry()).toList());
        assertThat(rig.recorder.dropped()).isPositive();
        int kept = rig.entries(Entry.Segment.class).stream()
                .mapToInt(Entry.Segment::pictures)
                .sum();
        assertThat(kept).isBetween(15, 300);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnWhenTheDiskWorksAgain() throws Exception {
        Files.writeString(folder.resolve("recordings"), "in the way");
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(90);
        rig.settle();
        assertThat(rig.recorder.state()).isEqualTo("GAP");
        assertThat(rig.recordings.trouble()).isNotEmpty();
        Files.delete(folder.resolve("recordings"));
        for (int i = 0; i < 1000 && !Files.exists(rig.root.resolve("gate%3A1")); i++) {
            rig.pictures(30);
            rig.settle();
        }
        rig.pictures(60);
        rig.close();
        assertThat(rig.recordings.trouble()).isEmpty();
        assertThat(rig.entries(Entry.Segment.class)).isNotEmpty();
        assertThat(rig.recorder.dropped()).isGreaterThan(60);
    }

    /** As when a kernel finds errors on a disk and lets nobody write there any more. */
    @Test
    void namesADiskThatBecameReadOnlyAndGoesOnWhenItCanBeWrittenAgain() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(300);
        rig.settle();
        mount("--bind", rig.root.toString(), rig.root.toString());
        try {
            mount("-o", "remount,bind,ro", rig.root.toString());
            // longer than a segment, so that new files are wanted
            rig.pictures(600);
            rig.settle();
            assertThat(rig.recorder.state()).isEqualTo("GAP");
            assertThat(rig.recordings.trouble()).contains("Read-only file system");
            int waiting = rig.waiting();
            for (int i = 0; i < 40; i++) {
                rig.pictures(30);
                rig.settle();
            }
            assertThat(rig.waiting()).as("what waits for a disk does not grow").isEqualTo(waiting);
        } finally {
            run("umount", rig.root.toString());
        }
        for (int i = 0; i < 1000 && !rig.recordings.trouble().isEmpty(); i++) {
            rig.pictures(30);
            rig.settle();
        }
        rig.pictures(300);
        rig.close();
        List<Entry> entries = rig.entries(Entry.class).stream()
                .filter(entry -> entry instanceof Entry.Segment || entry instanceof Entry.Gap)
                .toList();
        assertCovered(entries);
        assertThat(rig.entries(Entry.Gap.class))
                .anySatisfy(gap -> {
                    assertThat(gap.cause()).isEqualTo(Cause.DISK);
                    assertThat(gap.detail()).contains("Read-only file system");
                    assertThat(gap.endMicros() - gap.startMicros()).isGreaterThan(10_000_000);
                })
                .allMatch(gap -> gap.cause() == Cause.DISK);
        assertThat(entries.get(entries.size() - 1)).isInstanceOf(Entry.Segment.class);
    }

    private static void mount(String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of("mount"));
        line.addAll(List.of(options));
        Assumptions.assumeTrue(
                run(line.toArray(String[]::new)) == 0, "only who may mount disks can make one read-only: run as root");
    }

    private static int run(String... line) throws Exception {
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void savesEveryWholeFragmentWhereverAFileIsCut() throws Exception {
        long seed = seed();
        Rig rig = new Rig(folder.resolve("first"), seed, ROOMY, Rig.START);
        rig.pictures(15 * 8);
        rig.settle();
        Path part;
        try (Stream<Path> files = Files.walk(rig.root)) {
            part = files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(part);
        String name = rig.root.relativize(part).toString();
        rig.close();
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            int cut = i == 0 ? 0 : random.nextInt(whole.length + 1);
            boolean renamed = random.nextBoolean();
            // a power cut may also leave a file of its full length with nothing in the rest of it
            boolean hollow = random.nextInt(4) == 0;
            byte[] rest = Arrays.copyOf(Arrays.copyOf(whole, cut), hollow ? whole.length : cut);
            int pictures = 0;
            for (List<Rig.Sample> fragment : Rig.fragments(ends(whole, cut))) {
                pictures += fragment.size();
            }
            Path again = folder.resolve("again" + i);
            Path file = again.resolve("recordings").resolve(renamed ? name.replace(".part", "") : name);
            Files.createDirectories(file.getParent());
            Files.write(file, rest);
            try (Recordings recordings = new Recordings(
                    Rig.settings(again.resolve("recordings"), again.resolve("secrets"), ROOMY),
                    java.time.Clock.systemUTC())) {
                assertThat(recordings.report()).isNotEmpty();
            }
            var found =
                    org.vigilia.proof.journal.JournalReader.read(again.resolve("recordings"), Rig.CAMERA, List.of());
            assertThat(found.faults()).isEmpty();
            if (pictures == 0 && (!hollow || found.lines().isEmpty())) {
                assertThat(found.lines()).describedAs("cut %d", cut).isEmpty();
                assertThat(file).doesNotExist();
                continue;
            }
            Entry.Segment segment = (Entry.Segment) found.lines().get(0).entry();
            assertThat(segment.origin()).isEqualTo(Entry.Origin.RECOVERED);
            // where the hole lies inside the last NAL unit of a fragment it cannot be seen
            assertThat(segment.pictures())
                    .describedAs("cut %d", cut)
                    .isBetween(pictures, hollow ? pictures + 8 : pictures);
            byte[] saved = Files.readAllBytes(again.resolve("recordings").resolve(segment.file()));
            assertThat(segment.sha256()).isEqualTo(Hash.hex(Hash.sha256(saved)));
            assertThat(Arrays.mismatch(saved, rest)).isIn(-1, saved.length);
        }
    }

    /** The file up to the end of the last fragment that ends before the cut. */
    private static byte[] ends(byte[] file, int cut) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int end = 0;
        while (in.remaining() >= 8) {
            int at = in.position();
            int size = in.getInt();
            int type = in.getInt();
            if (at + size > cut) {
                break;
            }
            end = type == 0x6d6f6f66 ? end : at + size;
            in.position(at + size);
        }
        return Arrays.copyOf(file, end);
    }

    @Test
    void tellsWhatACrashCost() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(15 * 14);
        rig.settle();
        // no close: as if the process had been killed
        Rig again = new Rig(folder, seed(), ROOMY, Rig.START.plusSeconds(30));
        again.pictures(45);
        again.close();
        List<Entry> entries = again.lines().stream().map(line -> line.entry()).toList();
        assertThat(entries).hasSize(4);
        assertThat(((Entry.Segment) entries.get(1)).origin()).isEqualTo(Entry.Origin.RECOVERED);
        Entry.Gap gap = (Entry.Gap) entries.get(2);
        assertThat(gap.cause()).isEqualTo(Cause.RESTART);
        assertCovered(entries);
        // at most the open fragment is gone
        assertThat(gap.startMicros()).isGreaterThan(rig.nowMicros - 500_000);
    }

    @Test
    void recordsSoundBesideThePictures() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.recorder.plan(new RecordingPlan(RecordingPlan.Mode.CONTINUOUS, null, null, true));
        byte[] tone = new byte[160];
        for (int i = 0; i < 150; i++) {
            rig.recorder
                    .microphone()
                    .sound(new RelaySound(
                            rig.nowMicros,
                            rig.nowMicros,
                            SoundCoding.PCMU,
                            1,
                            false,
                            8000,
                            ByteBuffer.allocate(0),
                            ByteBuffer.wrap(tone)));
            if (i % 3 == 0) {
                rig.pictures(1);
                rig.nowMicros -= Rig.FRAME;
            }
            rig.nowMicros += 20_000;
        }
        rig.close();
        Entry.Segment segment = rig.entries(Entry.Segment.class).get(0);
        assertThat(segment.sound()).isEqualTo("PCMU");
        byte[] file = rig.bytes(segment);
        assertThat(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("ulaw", "soun");
        assertThat(SegmentScan.of(rig.root.resolve(segment.file())).wholeBytes())
                .isEqualTo(file.length);
    }

    @Test
    void deletesOnceAndSaysSo() throws Exception {
        Rig rig = new Rig(folder, seed(), ROOMY, Rig.START);
        rig.pictures(15 * 25);
        rig.recorder.close();
        rig.settle();
        List<Entry.Segment> segments = rig.entries(Entry.Segment.class);
        long number = segments.get(0).number();
        for (int i = 0; i < 2; i++) {
            Removals.Result result = (Removals.Result) rig.recordings
                    .delete(Rig.CAMERA, List.of(number, 99L), "age", "older than 30 days")
                    .orElseThrow();
            assertThat(result.deleted()).containsExactly(number);
            assertThat(result.failed()).hasSize(1);
        }
        assertThat(rig.root.resolve(segments.get(0).file())).doesNotExist();
        assertThat(rig.entries(Entry.Deleted.class)).hasSize(1);
        String hash = segments.get(1).sha256();
        for (int i = 0; i < 2; i++) {
            assertThat(rig.recordings.moved(Rig.CAMERA, segments.get(1).number(), "big", "x/y.mp4", hash, "tier"))
                    .isEmpty();
        }
        assertThat(rig.recordings.moved(Rig.CAMERA, number, "big", "x/y.mp4", hash, "tier"))
                .isPresent();
        assertThat(rig.root.resolve(segments.get(1).file())).doesNotExist();
        assertThat(rig.entries(Entry.Moved.class)).hasSize(1);
        rig.recordings.close();
    }
}

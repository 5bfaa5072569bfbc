package org.vigilia.server.footage.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.footage.index.Activity;
import org.vigilia.server.testing.Clip;

class PlaylistTest {

    @TempDir
    Path folder;

    private Fragments read(byte[] bytes) throws IOException {
        return Fragments.read(Files.write(folder.resolve("a.mp4"), bytes));
    }

    private static Entry.Segment entry(long number, long start, long end) {
        return new Entry.Segment(
                new CameraId("a"),
                number,
                "a/f.mp4",
                start,
                end,
                StreamInfo.Clock.RTCP,
                1_000,
                StreamInfo.Codec.H264,
                "avc1.42c01e",
                640,
                360,
                null,
                1,
                1,
                "0",
                Entry.Origin.LIVE,
                "test");
    }

    @Test
    void aTableOfContentsTellsEveryFragment() throws IOException {
        byte[] bytes = Clip.bytes(20, 1);
        Fragments found = read(bytes);
        assertThat(found.fragments()).hasSize(20);
        assertThat(found.bytes()).isEqualTo(bytes.length);
        assertThat(found.durationMicros()).isEqualTo(10_000_000);
        assertThat(found.fragments()).filteredOn(Fragments.Fragment::key).hasSize(10);
        Fragments.Fragment seventh = found.fragments().get(7);
        assertThat(seventh.startMicros()).isEqualTo(3_500_000);
        assertThat(bytes[(int) seventh.pictureOffset()]).isEqualTo((byte) 8);
        assertThat(found.findKey(3_600_000).orElseThrow().startMicros()).isEqualTo(3_000_000);
    }

    @Test
    void aFileCutAnywhereHasItsWholeFragmentsOrSaysWhatIsWrong() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Clip.bytes(20, 1);
        Fragments all = read(whole);
        for (int i = 0; i < 200; i++) {
            int length = random.nextInt(whole.length);
            try {
                Fragments cut = read(Arrays.copyOf(whole, length));
                assertThat(cut.bytes()).isLessThanOrEqualTo(length);
                assertThat(all.fragments().subList(0, cut.fragments().size())).isEqualTo(cut.fragments());
            } catch (IOException e) {
                assertThat(length).isLessThan((int) all.initLength());
            }
            byte[] noise = whole.clone();
            for (int flip = 0; flip < 8; flip++) {
                noise[random.nextInt(2_000)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(noise);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
        assertThatThrownBy(() -> read("no film at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPlaylistBeginsAnewWhereTheTimesDoNotGoOn() throws IOException {
        Fragments parts = read(Clip.bytes(20, 1));
        String text = Playlist.write(
                List.of(
                        Playlist.Part.whole(entry(1, 0, 10_000_000), parts),
                        Playlist.Part.whole(entry(4, 20_000_000, 30_000_000), parts)),
                true,
                Playlist.Manner.PLAIN);
        assertThat(text)
                .startsWith("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:10\n")
                .contains("#EXT-X-MAP:URI=\"segments/1\",BYTERANGE=\"" + parts.initLength() + "@0\"\n")
                .contains("#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:20Z\n")
                .contains("#EXTINF:10.000000,\n#EXT-X-BYTERANGE:" + (parts.bytes() - parts.initLength()) + "@")
                .containsOnlyOnce("#EXT-X-DISCONTINUITY\n")
                .endsWith("segments/4\n#EXT-X-ENDLIST\n");
        assertThat(Playlist.write(List.of(), false, Playlist.Manner.PLAIN))
                .doesNotContain("ENDLIST")
                .contains("TYPE:EVENT");
    }

    @Test
    void vlcIsGivenTheHeadAgainWhereTheTimesDoNotGoOn() throws IOException {
        Fragments all = read(Clip.bytes(20, 1));
        List<Playlist.Part> parts = List.of(
                Playlist.Part.whole(entry(1, 0, 10_000_000), all),
                Playlist.Part.whole(entry(4, 20_000_000, 30_000_000), all));
        assertThat(Playlist.write(parts, true, new Playlist.Manner(".mp4", true)))
                .contains("#EXT-X-BYTERANGE:" + (all.bytes() - all.initLength()) + "@" + all.initLength()
                        + "\nsegments/1.mp4\n")
                .contains("#EXT-X-MAP:URI=\"segments/4.mp4\"")
                .contains("#EXT-X-BYTERANGE:" + all.bytes() + "@0\nsegments/4.mp4\n");
    }

    @Test
    void aPartIsCutToItsSpanFromAKeyPicture() throws IOException {
        Fragments all = read(Clip.bytes(20, 1));
        Entry.Segment entry = entry(1, 100_000_000, 110_000_000);
        Playlist.Part part =
                Playlist.Part.cut(entry, all, 103_700_000, 105_200_000).orElseThrow();
        assertThat(part.startMicros()).isEqualTo(103_000_000);
        assertThat(part.endMicros()).isEqualTo(105_500_000);
        assertThat(part.from()).isEqualTo(all.fragments().get(6).offset());
        assertThat(part.to()).isEqualTo(all.fragments().get(11).offset());
        assertThat(Playlist.write(List.of(part), true, Playlist.Manner.PLAIN))
                .contains("#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:01:43Z\n")
                .contains("#EXTINF:2.500000,\n#EXT-X-BYTERANGE:" + (part.to() - part.from()) + "@" + part.from());
        FileSender.Window window = part.window();
        assertThat(window.holds(0, all.initLength())).isTrue();
        assertThat(window.holds(part.from(), part.to())).isTrue();
        assertThat(window.holds(part.from() + 7, part.to() - 7)).isTrue();
        assertThat(window.holds(0, part.to())).isFalse();
        assertThat(window.holds(part.from() - 1, part.to())).isFalse();
        assertThat(window.holds(part.from(), part.to() + 1)).isFalse();
        assertThat(window.holds(0, all.bytes())).isFalse();
        assertThat(Playlist.Part.cut(entry, all, 0, 200_000_000)).contains(Playlist.Part.whole(entry, all));
    }

    @Test
    void marksAreTheStrongestOfTheirStepAndRunsEndWhereNothingIsSeen() {
        List<Activity.Seen> seen = List.of(
                new Activity.Seen("PERSON", 0, 2_000_000, 1, 0),
                new Activity.Seen(Activity.MOTION, 0, 0, 0, 0.2),
                new Activity.Seen(Activity.MOTION, 10_000_000, 0, 0, 0.7),
                new Activity.Seen("PERSON", 20_000_000, 20_500_000, 3, 0),
                new Activity.Seen("CAR", 30_000_000, 30_000_000, 1, 0),
                new Activity.Seen("PERSON", 60_000_000, 61_000_000, 2, 0));
        assertThat(Marks.motion(seen, 60_000_000)).containsExactly(new Marks.Motion(Micros.instant(0), 0.7));
        assertThat(Marks.objects(seen, 10_000_000))
                .containsExactly(
                        new Marks.Seen(Micros.instant(2_000_000), Micros.instant(30_000_000), "PERSON", 3),
                        new Marks.Seen(Micros.instant(30_000_000), Micros.instant(40_000_000), "CAR", 1),
                        new Marks.Seen(Micros.instant(61_000_000), Micros.instant(70_000_000), "PERSON", 2));
    }
}

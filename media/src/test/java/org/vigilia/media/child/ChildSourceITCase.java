package org.vigilia.media.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.SourceListener;
import org.vigilia.media.testing.BundledFfmpeg;

/** The real ffmpeg as a child; skipped where the build has not fetched it. */
final class ChildSourceITCase {
    @TempDir
    static Path folder;

    private static Path ffmpeg;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final SourceListener listener = new SourceListener() {
        @Override
        public void format(VideoFormat format, double fps, StreamInfo.Clock clock, String detail) {
            news.add(format.codec() + " " + format.widthPx() + "x" + format.heightPx() + " " + Math.round(fps) + " "
                    + clock);
        }

        @Override
        public void unit(AccessUnit unit) {
            news.add(unit.key() ? "key" : "unit");
            unit.bytes().release();
        }

        @Override
        public void analytics(long captureMicros, byte[] document) {
            news.add("analytics");
        }

        @Override
        public void sound(RelaySound piece) {
            news.add("sound " + piece.coding() + " " + piece.rate() + " " + piece.channels());
        }

        @Override
        public void ended(Condition condition, String detail, AfterEnd next) {
            news.add(condition + " " + next + " " + detail);
        }
    };

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        ffmpeg = BundledFfmpeg.unpack(folder).executable();
        make("mpeg4", "old.avi");
        make("libopenh264", "new.mp4");
    }

    private static void make(String codec, String name) throws IOException, InterruptedException {
        make(name, "testsrc2=size=160x96:rate=10:duration=2", "-pix_fmt", "yuv420p", "-c:v", codec);
    }

    private static void make(String name, String source, String... options) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(ffmpeg.toString(), "-loglevel", "error", "-f", "lavfi", "-i", source));
        line.addAll(List.of(options));
        line.add(folder.resolve(name).toString());
        assertThat(Surround.builder(line, ffmpeg)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    private ChildSource.Surroundings surroundings() {
        return new ChildSource.Surroundings(
                group.next(), task -> new Thread(task).start(), Clock.systemUTC(), ffmpeg, Duration.ofSeconds(30));
    }

    private ChildSource start(String url) {
        ChildSource source = new ChildSource(ChildAddress.parse(url, null), surroundings(), listener);
        group.next().execute(source::start);
        return source;
    }

    private String next() throws InterruptedException {
        String one = news.poll(60, TimeUnit.SECONDS);
        assertThat(one).describedAs("nothing came within 60 s").isNotNull();
        return String.valueOf(one);
    }

    private List<String> untilEnd() throws InterruptedException {
        List<String> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!all.get(all.size() - 1).matches("(OFFLINE|UNREADABLE|STALLED|UNAUTHORISED).*"));
        return all;
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void codesAnOldFileAnewAndRestsAtItsEnd() throws Exception {
        start(folder.resolve("old.avi").toString());
        List<String> all = untilEnd();
        assertThat(all.get(0)).isEqualTo("H264 160x96 10 ARRIVAL");
        assertThat(all.get(1)).isEqualTo("key");
        assertThat(all).hasSize(1 + 20 + 1);
        assertThat(all.get(21)).startsWith("OFFLINE REST");
    }

    @Test
    void passesH264OnAndLoops() throws Exception {
        ChildSource source = start(folder.resolve("new.mp4") + "?loop=true");
        assertThat(next()).isEqualTo("H264 160x96 10 ARRIVAL");
        for (int i = 0; i < 30; i++) {
            assertThat(next()).matches("key|unit");
        }
        group.next().submit(source::close).syncUninterruptibly();
        List<ProcessHandle> children = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .toList();
        for (ProcessHandle child : children) {
            child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void bringsTheSoundOfAFileAtItsOwnRateAndSaysWhenThereIsNone() throws Exception {
        make("tone.mp4", "sine=frequency=1000:sample_rate=16000:duration=1", "-c:a", "aac");
        for (String name : List.of("tone.mp4", "old.avi")) {
            ChildSound sound =
                    new ChildSound(ChildAddress.parse(folder.resolve(name).toString(), null), surroundings(), listener);
            group.next().execute(sound::start);
            List<String> all = untilEnd();
            String end = all.remove(all.size() - 1);
            if (name.equals("old.avi")) {
                assertThat(all).isEmpty();
                assertThat(end).isEqualTo("UNREADABLE RETRY no sound can be read");
            } else {
                assertThat(all).hasSizeBetween(49, 60).containsOnly("sound L16 16000 1");
                assertThat(end).startsWith("OFFLINE REST");
            }
        }
    }

    @Test
    void saysWhyThereIsNoPicture() throws Exception {
        start(folder.resolve("none.mp4").toString());
        assertThat(untilEnd()).containsExactly("OFFLINE RETRY no such file");
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all");
        start(text.toString());
        assertThat(untilEnd()).containsExactly("UNREADABLE RETRY this is no video that ffmpeg can read");
        start("http://anna:secret@127.0.0.1:1/x");
        assertThat(untilEnd()).containsExactly("OFFLINE RETRY connection refused");
    }
}

package org.vigilia.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.testing.BundledFfmpeg;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Media as a process of its own records, is killed in the middle of a file, and records again. */
final class RecordingITCase {
    private static final CameraId CAMERA = new CameraId("gate");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private int port;

    private Process start(Path ffmpeg) throws IOException {
        Path settings = folder.resolve("media.properties");
        Files.writeString(folder.resolve("token"), "token");
        Files.writeString(
                settings,
                "control.port=0\nrelay.socket=" + folder.resolve("m.sock") + "\ntoken.file=" + folder.resolve("token")
                        + "\ncameras.file=" + folder.resolve("cameras.bin") + "\nkey.file=" + folder.resolve("key")
                        + "\nrecordings.dir=" + folder.resolve("recordings") + "\nsecrets.dir="
                        + folder.resolve("secrets") + "\nrecordings.segment.seconds=2\nffmpeg.path=" + ffmpeg + "\n");
        Process media = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vigilia.media.Main",
                        "--settings",
                        settings.toString(),
                        "--die-with-parent")
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("media.log").toFile()))
                .start();
        started.add(media);
        BufferedReader out = media.inputReader();
        String line;
        do {
            line = String.valueOf(out.readLine());
            assertThat(line).isNotEqualTo("null");
        } while (!line.startsWith("{"));
        port = JsonMapper.shared().readTree(line).path("control").asInt();
        return media;
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer token")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Asks again and again until so many entries are told and a file is open. */
    private void awaitEntries(int wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long number = 0;
        String open = "";
        while (System.nanoTime() < end && (number < wanted || !open.contains("fragmentsEndMicros"))) {
            JsonNode cameras =
                    JsonMapper.shared().readTree(ask("GET", "/recordings", "")).path("cameras");
            number = cameras.path(0).path("number").asLong();
            open = ask("GET", "/recordings/gate/open", "");
            Thread.onSpinWait();
        }
        assertThat(number).isGreaterThanOrEqualTo(wanted);
        assertThat(open).contains(".part");
    }

    @Test
    void losesNothingButTheOpenFragmentWhenKilled() throws Exception {
        BundledFfmpeg ffmpeg = BundledFfmpeg.unpack(folder);
        Path clip = folder.resolve("clip.mp4");
        ffmpeg.run(
                "ffmpeg",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=160x96:rate=10:duration=4",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=500:sample_rate=16000:duration=4",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:v",
                        "libopenh264",
                        "-g",
                        "10",
                        "-c:a",
                        "aac",
                        clip.toString()));
        Process first = start(ffmpeg.executable());
        ask(
                "PUT",
                "/cameras",
                "[{\"id\":\"gate\",\"mainUrl\":\"" + clip + "?loop=true\",\"recording\":{\"sound\":true}}]");
        awaitEntries(2);
        first.destroyForcibly().waitFor();
        Process second = start(ffmpeg.executable());
        awaitEntries(5);
        second.destroy();
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();

        Path root = folder.resolve("recordings");
        JournalReader.Found found = JournalReader.read(
                root,
                CAMERA,
                List.of(NodeKey.open(folder.resolve("secrets"), "media").verifyKey()));
        assertThat(found.faults()).isEmpty();
        List<Entry> entries = found.lines().stream().map(Line::entry).toList();
        assertThat(entries)
                .filteredOn(entry -> entry instanceof Entry.Gap gap && gap.cause() == Entry.Cause.RESTART)
                .hasSize(1);
        assertThat(entries)
                .filteredOn(
                        entry -> entry instanceof Entry.Segment segment && segment.origin() == Entry.Origin.RECOVERED)
                .hasSize(1);
        boolean heard = false;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Segment segment) {
                String streams = ffmpeg.run(
                        "ffprobe",
                        List.of(
                                "-count_frames",
                                "-show_entries",
                                "stream=codec_name,nb_read_frames",
                                "-of",
                                "csv=p=0",
                                root.resolve(segment.file()).toString()));
                assertThat(streams.lines().toList().get(0)).isEqualTo("h264," + segment.pictures());
                heard |= segment.sound() != null && streams.contains("pcm_s16be,");
            }
        }
        assertThat(heard).describedAs("a file with sound").isTrue();
        assertThat(Files.readString(folder.resolve("media.log"))).doesNotContain("LEAK");
    }
}

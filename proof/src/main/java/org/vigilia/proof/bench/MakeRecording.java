package org.vigilia.proof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Journal;
import org.vigilia.proof.journal.NodeKey;

/**
 * Makes a recording of 1280×720 at 15 pictures and 2 Mbit a second, with its journal, by repeating ten seconds: {@code
 * --ffmpeg FILE --root DIR --secrets DIR --camera ID --start MICROS --segments N}.
 */
public final class MakeRecording {
    private static final long SEGMENT_MICROS = 10_000_000;
    private static final int PICTURES = 150;

    private MakeRecording() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        Path root = Path.of(given.getOrDefault("--root", "recordings"));
        CameraId camera = new CameraId(given.getOrDefault("--camera", "bench"));
        long start = Long.parseLong(given.getOrDefault("--start", "0"));
        int segments = Integer.parseInt(given.getOrDefault("--segments", "7"));
        byte[] bytes = segment(given.getOrDefault("--ffmpeg", "ffmpeg"));
        String sha256 = Hash.hex(Hash.sha256(bytes));
        NodeKey key = NodeKey.open(Path.of(given.getOrDefault("--secrets", "secrets")), "media");
        Journal journal = Journal.open(root, camera, key, Clock.systemUTC());
        for (int i = 0; i < segments; i++) {
            long from = start + i * SEGMENT_MICROS;
            String file = Folders.segment(camera, from);
            Path path = root.resolve(file);
            Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
            Files.write(path, bytes);
            journal.append(number -> new Entry.Segment(
                    camera,
                    number,
                    file,
                    from,
                    from + SEGMENT_MICROS,
                    StreamInfo.Clock.RTCP,
                    1_000,
                    StreamInfo.Codec.H264,
                    "avc1.42c01f",
                    1280,
                    720,
                    null,
                    PICTURES,
                    bytes.length,
                    sha256,
                    Entry.Origin.LIVE,
                    "bench"));
        }
    }

    private static byte[] segment(String ffmpeg) throws IOException, InterruptedException {
        Path file = Files.createTempFile("vigilia-bench", ".mp4");
        try {
            Process process = new ProcessBuilder(List.of(
                            ffmpeg,
                            "-v",
                            "error",
                            "-y",
                            "-f",
                            "lavfi",
                            "-i",
                            "testsrc2=s=1280x720:r=15:d=10",
                            "-pix_fmt",
                            "yuv420p",
                            "-c:v",
                            "libopenh264",
                            "-b:v",
                            "2M",
                            "-g",
                            "30",
                            "-movflags",
                            "empty_moov+default_base_moof",
                            "-frag_duration",
                            "500000",
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("ffmpeg could not make ten seconds of pictures");
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

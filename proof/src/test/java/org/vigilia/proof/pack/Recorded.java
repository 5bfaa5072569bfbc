package org.vigilia.proof.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Journal;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.mp4.Source;

/**
 * Twelve seconds of a recording in three segments, ten pictures a second, with sound. The grey of a picture's left half
 * is 16 + 14 · (number mod 16), that of its right half 16 + 12 · (number div 16). The segments were made by
 *
 * <pre>ffmpeg -f lavfi -i "color=black:s=64x48:r=10,format=yuv420p,geq=lum='if(lt(X,32),16+14*mod(N,16),
 *   16+12*floor(N/16))':cb=128:cr=128" -f lavfi -i sine=f=440:r=8000 -t 14 -c:v libx264 -preset veryfast -bf 0
 *   -g 20 -keyint_min 20 -sc_threshold 0 -qp 12 -c:a aac -b:a 12k -ac 1 whole.mkv
 * ffmpeg -ss 2 -i whole.mkv -t 12 -c copy -f segment -segment_time 4 -reset_timestamps 1 -segment_format mp4
 *   -segment_format_options movflags=empty_moov+default_base_moof:frag_duration=500000 %d.mp4</pre>
 */
public record Recorded(Path root, NodeKey key, List<Source> sources) {
    public static final long START = 1_795_000_000_000_000L;

    public static Recorded in(Path folder) throws IOException {
        CameraId camera = new CameraId("town-hall");
        NodeKey key = NodeKey.open(folder.resolve("secrets"), "media");
        Path root = folder.resolve("recordings");
        Journal journal =
                Journal.open(root, camera, key, Clock.fixed(Instant.EPOCH.plusNanos(START * 1000), ZoneOffset.UTC));
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long start = START + i * 4_000_000L;
            String file = Folders.segment(camera, start);
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            try (InputStream in = Recorded.class.getResourceAsStream("/segments/" + i + ".mp4")) {
                Files.write(path, in.readAllBytes());
            }
            byte[] bytes = Files.readAllBytes(path);
            Line line = journal.append(number -> new Entry.Segment(
                    camera,
                    number,
                    file,
                    start,
                    start + 4_000_000,
                    StreamInfo.Clock.RTCP,
                    3_000,
                    StreamInfo.Codec.H264,
                    "avc1.64000a",
                    64,
                    48,
                    "mp4a.40.2",
                    40,
                    bytes.length,
                    Hash.hex(Hash.sha256(bytes)),
                    Entry.Origin.LIVE,
                    "test"));
            sources.add(new Source(line, () -> Files.newByteChannel(path)));
        }
        return new Recorded(root, key, sources);
    }
}

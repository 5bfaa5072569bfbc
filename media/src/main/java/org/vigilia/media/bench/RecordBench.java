package org.vigilia.media.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.record.SegmentScan;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;
import tools.jackson.databind.JsonNode;

/**
 * {@code bench record}: the cost of recording, hashes, signatures and journals included, against one {@code ffmpeg -c
 * copy -f segment} a camera. Both record the same pretend cameras in the same seconds. Then half of the cameras get
 * viewers, to see what these add.
 *
 * <p>At the end the cameras are held, and the pictures they have shown are compared with those in the files.
 */
final class RecordBench {
    private static final int VIEWERS = 50;
    private static final int VIEWED = 10;
    private static final double VIEWERS_LIMIT = 0.15;
    private static final int START_SECONDS = 60;

    private RecordBench() {}

    static int measure(Stage stage) throws IOException, InterruptedException {
        int cameras = (int) stage.number("--cameras", 20);
        long window = stage.number("--seconds", 60);
        stage.cameras(cameras);
        Process media = stage.media();
        stage.put(cameras, "CONTINUOUS");
        // the cameras count from their first viewer on: that must be media
        awaitRecording(stage, cameras);
        List<Long> rivals = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            String out = stage.folder().resolve("rival" + i + "-%03d.mp4").toString();
            rivals.add(stage.ffmpeg(i, List.of("-f", "segment", "-segment_time", "10", "-reset_timestamps", "1", out))
                    .pid());
        }
        TimeUnit.SECONDS.sleep(stage.number("--warm-up", 30));
        List<Long> own = List.of(media.pid());
        ProcessCost before = ProcessCost.of(own);
        ProcessCost limitBefore = ProcessCost.of(rivals);
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(window);
        ProcessCost after = ProcessCost.of(own);
        ProcessCost limitAfter = ProcessCost.of(rivals);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cost = (after.cpuNanos() - before.cpuNanos()) / 1e9;
        Stage.print("record-cpu", "cpu-s", cost, (limitAfter.cpuNanos() - limitBefore.cpuNanos()) / 1e9);
        Stage.print("record-memory", "MB", after.pssBytes() / 1e6, limitAfter.pssBytes() / 1e6);
        rivals.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        Stage.print("record-fanout", "cores", viewers(stage, own) - cost / seconds, VIEWERS_LIMIT);
        long lost = lost(stage, media, cameras);
        Stage.print("record-lost", "frames", lost, 0);
        return lost == 0 ? 0 : 1;
    }

    private static void awaitRecording(Stage stage, int cameras) throws IOException, InterruptedException {
        for (int i = 0; i < START_SECONDS * 4; i++) {
            int recording = 0;
            for (JsonNode camera : stage.askMedia("/recordings").path("cameras")) {
                recording += camera.path("state").asString().equals("RECORDING") ? 1 : 0;
            }
            if (recording == cameras) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new IOException("not all cameras were recorded within " + START_SECONDS + " s");
    }

    /** Cores used while people watch. */
    private static double viewers(Stage stage, List<Long> own) throws IOException, InterruptedException {
        int viewed = (int) Math.min(VIEWED, stage.number("--cameras", 20));
        try (Watchers watchers = new Watchers(stage.socket(), Stage.TOKEN, viewed, VIEWERS)) {
            TimeUnit.SECONDS.sleep(3);
            long units = watchers.units();
            ProcessCost before = ProcessCost.of(own);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(20);
            ProcessCost after = ProcessCost.of(own);
            double seconds = (System.nanoTime() - start) / 1e9;
            double wanted = VIEWERS * stage.number("--fps", 15) * seconds;
            if (watchers.units() - units < 0.9 * wanted) {
                throw new IOException("viewers got only " + (watchers.units() - units) + " of "
                        + String.format(Locale.ROOT, "%.0f", wanted) + " pictures");
            }
            return (after.cpuNanos() - before.cpuNanos()) / 1e9 / seconds;
        }
    }

    /** Pictures shown by the cameras that are in no file; media is ended for it. */
    private static long lost(Stage stage, Process media, int cameras) throws IOException, InterruptedException {
        for (int i = 0; i < cameras; i++) {
            stage.askCameras("POST", "/cameras/cam" + i + "/fault?kind=stall");
        }
        // what is on its way arrives
        TimeUnit.SECONDS.sleep(2);
        JsonNode shown = stage.askCameras("GET", "/shown");
        media.destroy();
        media.waitFor(30, TimeUnit.SECONDS);
        long lost = 0;
        Path root = stage.recordings();
        List<String> faults = new ArrayList<>();
        for (CameraId camera : JournalReader.cameras(root)) {
            JournalReader.Found found = JournalReader.read(
                    root,
                    camera,
                    List.of(NodeKey.open(stage.folder().resolve("secrets"), "media")
                            .verifyKey()));
            faults.addAll(found.faults());
            long kept = 0;
            for (Line line : found.lines()) {
                if (line.entry() instanceof Entry.Segment segment) {
                    kept += SegmentScan.of(root.resolve(segment.file())).pictures();
                }
            }
            JsonNode told = shown.path(camera.value());
            long missing = Math.abs(told.path("shown").asLong() - kept);
            lost += missing;
            if (missing > 0) {
                System.err.println(camera + " has " + kept + " pictures; the camera says " + told + "; gaps: "
                        + found.lines().stream()
                                .map(Line::entry)
                                .filter(Entry.Gap.class::isInstance)
                                .toList());
            }
        }
        if (!faults.isEmpty()) {
            throw new IOException("journals do not hold: " + faults);
        }
        return lost;
    }
}

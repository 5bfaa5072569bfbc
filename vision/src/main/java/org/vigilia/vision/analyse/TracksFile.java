package org.vigilia.vision.analyse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.contract.scene.Box;
import org.vigilia.vision.track.TrackStep;
import org.vigilia.vision.track.Trajectory;

/**
 * Paths in the format of the MOTChallenge: {@code frame,id,left,top,width,height,confidence,class,visibility}; frames from
 * 1, pixels of the original picture. Steps that were filled in have visibility 0 and the confidence of their object.
 */
final class TracksFile {

    private TracksFile() {}

    private record Line(Trajectory path, TrackStep step, double confidence) {}

    static void write(Path file, List<Trajectory> paths, int widthPx, int heightPx) throws CannotAnalyse {
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write(text(paths, widthPx, heightPx));
        } catch (IOException | UncheckedIOException e) {
            throw new CannotAnalyse("tracks " + file + " cannot be written: " + e.getMessage());
        }
    }

    static String text(List<Trajectory> paths, int widthPx, int heightPx) {
        Map<Long, List<Line>> byFrame = new TreeMap<>();
        for (Trajectory path : paths) {
            double mean = path.steps().stream()
                    .filter(step -> !step.filled())
                    .mapToDouble(TrackStep::confidence)
                    .average()
                    .orElse(0);
            for (TrackStep step : path.steps()) {
                byFrame.computeIfAbsent(step.frame(), f -> new ArrayList<>())
                        .add(new Line(path, step, step.filled() ? mean : step.confidence()));
            }
        }
        StringBuilder text = new StringBuilder();
        byFrame.values().forEach(lines -> lines.forEach(line -> append(text, line, widthPx, heightPx)));
        return text.toString();
    }

    private static void append(StringBuilder text, Line line, int widthPx, int heightPx) {
        Box box = line.step.box();
        text.append(String.format(
                Locale.ROOT,
                "%d,%d,%.2f,%.2f,%.2f,%.2f,%.4f,%d,%s\n",
                line.step.frame() + 1,
                line.path.number(),
                box.left() * widthPx,
                box.top() * heightPx,
                box.width() * widthPx,
                box.height() * heightPx,
                line.confidence,
                line.path.objectClass().motChallengeClass(),
                line.step.filled() ? "0" : "1"));
    }
}

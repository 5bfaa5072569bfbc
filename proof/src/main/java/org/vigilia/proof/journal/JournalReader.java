package org.vigilia.proof.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vigilia.contract.id.CameraId;

/** Reads journals from disk. Keeps no files open. */
public final class JournalReader {
    private JournalReader() {}

    /**
     * What a camera's journals hold.
     *
     * @param lines in the order in which they were written, as far as they can be read
     * @param faults what does not hold, for people: file, line and what is wrong; empty when all holds
     */
    public record Found(List<Line> lines, List<String> faults) {}

    /** All cameras that have a folder below the root. */
    public static List<CameraId> cameras(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> Folders.camera(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** The journals of a camera, oldest first. */
    public static List<Path> files(Path root, CameraId camera) throws IOException {
        Path folder = root.resolve(Folders.name(camera));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(folder)) {
            return days.map(day -> day.resolve(Folders.JOURNAL))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads all lines of a camera and checks numbers, chain and hashes; and signatures, where {@code keys} are given.
     *
     * @param keys those who may have signed; empty: signatures are not looked at
     */
    public static Found read(Path root, CameraId camera, List<VerifyKey> keys) throws IOException {
        List<Line> lines = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path file : files(root, camera)) {
            int row = 0;
            for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                row++;
                if (text.isBlank()) {
                    continue;
                }
                String at = root.relativize(file) + " line " + row + ": ";
                try {
                    Line line = Line.parse(text);
                    check(camera, lines, line, keys, at, faults);
                    lines.add(line);
                } catch (IllegalArgumentException e) {
                    faults.add(at + "cannot be read");
                }
            }
        }
        return new Found(lines, faults);
    }

    private static void check(
            CameraId camera, List<Line> before, Line line, List<VerifyKey> keys, String at, List<String> faults) {
        Line last = before.isEmpty() ? null : before.get(before.size() - 1);
        long expected = last == null ? 1 : last.entry().number() + 1;
        if (!line.entry().camera().equals(camera)) {
            faults.add(at + "belongs to camera " + line.entry().camera());
        }
        if (line.entry().number() != expected) {
            faults.add(at + "is entry " + line.entry().number() + ", but " + expected + " should stand here");
        }
        if (!line.previous().equals(last == null ? Hash.NONE : last.hash())) {
            faults.add(at + "does not follow the line before it");
        }
        if (!line.holds()) {
            faults.add(at + "was changed: its hash is another");
        } else if (!keys.isEmpty() && keys.stream().noneMatch(line::signedBy)) {
            faults.add(at + "is not signed by a known key");
        }
    }
}

package org.vigilia.sim.town;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which clips there are, and which camera of the town shows which. */
final class Footage {

    private static final int MAX_CAMERAS = 16;
    private static final List<String> ENDINGS = List.of(".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".ts");

    /** Clips we know: where their cameras hang and which example scene fits their picture. */
    private static final List<TownCamera> KNOWN = List.of(
            new TownCamera(
                    "pedestrians-plaza",
                    "Anchor Plaza, town hall roof",
                    "Anchor Plaza",
                    -118,
                    178,
                    135,
                    65,
                    130,
                    10,
                    "pedestrians-plaza"),
            new TownCamera(
                    "dual-carriageway",
                    "A1 Coast Motorway, bridge",
                    "Junction North",
                    -118,
                    792,
                    92,
                    40,
                    260,
                    15,
                    "dual-carriageway"),
            new TownCamera(
                    "street-one-way", "Station Road 12", "Station Road", 44, 330, 180, 50, 120, 15, "street-one-way"),
            new TownCamera(
                    "person-indoors",
                    "Harbour pump house, hall",
                    "Old Harbour",
                    300,
                    -186,
                    20,
                    75,
                    40,
                    15,
                    "person-indoors"),
            new TownCamera(
                    "cars-overhead", "Kings Bridge, mast", "Kings Bridge", -122, -330, 5, 60, 90, 15, "cars-overhead"),
            new TownCamera(
                    "vtest",
                    "Anchor Plaza, town hall roof",
                    "Anchor Plaza",
                    -118,
                    178,
                    135,
                    65,
                    130,
                    10,
                    "pedestrians-plaza"));

    private Footage() {}

    /** Every clip of a folder with the camera that shows it, in a stable order. */
    static Map<Path, TownCamera> assign(Path folder) throws IOException {
        List<Path> clips = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.filter(Files::isRegularFile).filter(Footage::isVideo).sorted().forEach(clips::add);
        }
        Map<Path, TownCamera> assigned = new LinkedHashMap<>();
        for (TownCamera known : KNOWN) {
            clips.stream()
                    .filter(clip -> baseName(clip).equals(known.stream()))
                    .findFirst()
                    .ifPresent(clip -> assigned.put(clip, known));
        }
        int spot = 0;
        for (Path clip : clips) {
            if (!assigned.containsKey(clip) && assigned.size() < MAX_CAMERAS) {
                assigned.put(clip, elsewhere(clip, spot));
                spot++;
            }
        }
        return assigned;
    }

    private static TownCamera elsewhere(Path clip, int spot) {
        String base = baseName(clip);
        String stream = base.replaceAll("[^A-Za-z0-9_-]+", "-");
        String name = base.replaceAll("[_-]+", " ").strip();
        double angle = spot * 2.399963;
        double radius = 140 + 45 * spot;
        return new TownCamera(
                stream,
                name.isEmpty() ? "Camera " + (spot + 1) : name,
                "Port Vigilia",
                radius * Math.cos(angle),
                240 + 0.6 * radius * Math.sin(angle),
                Math.toDegrees(angle) % 360,
                70,
                100,
                15,
                null);
    }

    private static boolean isVideo(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}

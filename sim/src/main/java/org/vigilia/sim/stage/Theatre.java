package org.vigilia.sim.stage;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The plays of the rendered town: which there are, their clips and their scenes. */
public final class Theatre {

    /** Changes whenever the same seed gives other pictures, so that no old clip is taken from the cache. */
    private static final String EDITION = "1";

    private final long seed;

    public Theatre(long seed) {
        this.seed = seed;
    }

    /** Names of the plays, the most important first; also the last parts of their cameras' addresses. */
    public List<String> names() {
        return List.of("mint-street", "harbour-yard", "anchor-square", "station-entrance");
    }

    /** Pictures a second of every play. */
    public int fps() {
        return Play.FPS;
    }

    /** What is drawn into the camera's picture for the analysis, and its rules; YAML. */
    public String scene(String name) {
        return play(name).scene();
    }

    /**
     * The clip of a play, with the camera's own analytics beside it; filmed once and then kept.
     *
     * @param progress told how far it is
     */
    public Path clip(String name, Path ffmpeg, Path cache, PrintStream progress)
            throws IOException, InterruptedException {
        Path clip = cache.resolve("rendered-" + name + "-" + seed + "-" + EDITION + ".h264");
        if (Files.exists(clip)) {
            return clip;
        }
        long began = System.nanoTime();
        int half = Film.pictures() / 2;
        new Film(play(name), seed).shoot(ffmpeg, clip, picture -> {
            if (picture == half) {
                progress.println("    drawing: half of " + Film.pictures() + " pictures");
            }
        });
        progress.printf("    drawn: %d pictures in %.1f s%n", Film.pictures(), (System.nanoTime() - began) / 1e9);
        return clip;
    }

    Play play(String name) {
        return switch (name) {
            case "mint-street" -> OneWayStreet.play(name, seed);
            case "harbour-yard" -> HarbourYard.play(name, seed + 10);
            case "anchor-square" -> AnchorSquare.play(name, seed + 20);
            case "station-entrance" -> StationEntrance.play(name, seed + 30);
            default -> throw new IllegalArgumentException("no play is named " + name);
        };
    }
}

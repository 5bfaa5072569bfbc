package org.vigilia.sim.town;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.sim.camera.ClipCommand;
import org.vigilia.sim.stage.Theatre;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sim prepare --footage DIR|--rendered SEED --examples DIR --ffmpeg PATH --cache DIR --out DIR [--cameras N]}:
 * builds the town, of footage or of scenes that are drawn.
 *
 * <p>Writes into {@code --out}: {@code map.geojson}, {@code town.json} ({@link TownPlan}) and {@code cameras.properties}
 * for {@code sim cameras}. Clips are made once and kept in the cache, named after what they were made from.
 */
public final class PrepareCommand {

    private static final long SEED = 20261122;
    private static final String CLIP_SECONDS = "90";
    private static final String SMALL_WIDTH = "512";
    private static final String USER = "vigilia";

    private final Map<String, String> options;
    private final JsonMapper json = JsonMapper.builder().build();
    private final String password = randomPassword();
    private final List<TownPlan.Entry> entries = new ArrayList<>();
    private final StringBuilder properties = new StringBuilder("auth=digest\n");

    private PrepareCommand(Map<String, String> options) {
        this.options = options;
    }

    /** The exit status: 0 when the town stands, 1 when there is no footage or a clip cannot be made, 2 for wrong words. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        for (String needed : List.of("--examples", "--ffmpeg", "--cache", "--out")) {
            if (!options.containsKey(needed)) {
                System.err.println("prepare: " + needed + " is missing");
                return 2;
            }
        }
        if (options.containsKey("--footage") == options.containsKey("--rendered")) {
            System.err.println("prepare: either --footage DIR or --rendered SEED is needed");
            return 2;
        }
        return new PrepareCommand(options).prepare();
    }

    private int prepare() throws IOException, InterruptedException {
        Path out = Files.createDirectories(option("--out"));
        Files.createDirectories(option("--cache"));
        if (!(options.containsKey("--rendered") ? render(out) : film(out))) {
            return 1;
        }
        Path map = out.resolve("map.geojson");
        Files.writeString(map, json.writeValueAsString(new TownMap(SEED).draw()));
        writePrivate(out.resolve("cameras.properties"), properties.toString());
        writePrivate(out.resolve("town.json"), json.writeValueAsString(new TownPlan(map.toString(), entries)));
        return 0;
    }

    private int limit() {
        return Integer.parseInt(options.getOrDefault("--cameras", "16"));
    }

    /** Cameras that show footage; false when there is none or a clip cannot be made. */
    private boolean film(Path out) throws IOException, InterruptedException {
        Path footage = option("--footage");
        Map<Path, TownCamera> cameras = Footage.assign(footage);
        if (cameras.isEmpty()) {
            System.err.println("prepare: there is no video in " + footage + " (mp4, avi, mkv, mov, webm, ts)");
            return false;
        }
        Path cache = option("--cache");
        int number = 0;
        for (Map.Entry<Path, TownCamera> assigned : cameras.entrySet()) {
            if (number == limit()) {
                break;
            }
            number++;
            TownCamera camera = assigned.getValue();
            System.out.println("  camera " + number + " of " + Math.min(limit(), cameras.size()) + ": " + camera.name()
                    + "  (" + assigned.getKey().getFileName() + ")");
            Path clip = clip(assigned.getKey(), cache, camera.fps(), null, "1500");
            Path small = clip(assigned.getKey(), cache, camera.fps(), SMALL_WIDTH, "600");
            if (clip == null || small == null) {
                System.err.println("prepare: cannot make a clip of " + assigned.getKey());
                return false;
            }
            hang(camera, clip, small, sceneFile(camera, out), out);
        }
        return true;
    }

    /** Cameras that show rendered scenes and say themselves what they see. */
    private boolean render(Path out) throws IOException, InterruptedException {
        long seed = Long.parseLong(options.getOrDefault("--rendered", ""));
        System.out.println("  drawing street scenes, seed " + seed);
        Theatre theatre = new Theatre(seed);
        List<TownCamera> cameras = Rendered.cameras(theatre);
        int wanted = Math.min(limit(), cameras.size());
        for (int i = 0; i < wanted; i++) {
            TownCamera camera = cameras.get(i);
            System.out.println("  camera " + (i + 1) + " of " + wanted + ": " + camera.name() + "  (rendered)");
            Path clip = theatre.clip(camera.stream(), option("--ffmpeg"), option("--cache"), System.out);
            Path scene = out.resolve(camera.stream() + ".yml");
            Files.writeString(scene, theatre.scene(camera.stream()));
            hang(camera, clip, null, scene.toString(), out);
        }
        return true;
    }

    /** @param small second stream; null: there is none, and the camera analyses its pictures itself */
    private void hang(TownCamera camera, Path clip, @Nullable Path small, @Nullable String scene, Path out)
            throws IOException, InterruptedException {
        Path heard = Microphones.hang(clip, camera.stream(), entries.size(), option("--ffmpeg"), out);
        properties
                .append("camera.")
                .append(camera.stream())
                .append('=')
                .append(heard + "," + camera.fps() + "," + USER + ":" + password)
                .append(small == null ? "" : "," + small)
                .append('\n');
        double[] position = TownMap.position(camera.eastM(), camera.northM());
        entries.add(new TownPlan.Entry(
                camera.stream(),
                camera.name(),
                camera.place(),
                position[1],
                position[0],
                (camera.headingDegrees() + 360) % 360,
                camera.fieldOfViewDegrees(),
                camera.rangeM(),
                USER,
                password,
                small != null,
                scene,
                small == null ? "camera" : "default"));
    }

    private @Nullable String sceneFile(TownCamera camera, Path out) throws IOException {
        if (camera.scene() != null) {
            Path example = option("--examples").resolve(camera.scene() + ".yml");
            if (Files.exists(example)) {
                return example.toString();
            }
        }
        Path scene = out.resolve(camera.stream() + ".yml");
        Files.writeString(scene, """
                camera: unknown
                zones:
                  - name: Middle of the picture
                    area: [[0.25, 0.35], [0.75, 0.35], [0.75, 0.95], [0.25, 0.95]]
                  - name: Whole picture
                    area: [[0.01, 0.01], [0.99, 0.01], [0.99, 0.99], [0.01, 0.99]]
                rules:
                  - {id: %1$s-intrusion, kind: INTRUSION, part: Middle of the picture}
                  - {id: %1$s-loitering, kind: LOITERING, part: Whole picture}
                  - {id: %1$s-crowd, kind: CROWD_FORMATION, part: Whole picture}
                  - {id: %1$s-trouble, kind: CAMERA_TROUBLE}
                """.formatted(camera.stream()));
        return scene.toString();
    }

    private @Nullable Path clip(Path footage, Path cache, int fps, @Nullable String width, String kbit)
            throws IOException, InterruptedException {
        String origin = footage.toAbsolutePath() + "|" + Files.size(footage) + "|"
                + Files.getLastModifiedTime(footage).toMillis() + "|" + fps + "|" + width + "|" + kbit + "|"
                + CLIP_SECONDS;
        Path clip = cache.resolve(footage.getFileName() + "-" + digest(origin) + ".h264");
        if (Files.exists(clip)) {
            return clip;
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--ffmpeg", option("--ffmpeg").toString(), "--input", footage.toString(), "--out", clip.toString()));
        arguments.addAll(List.of("--fps", String.valueOf(fps), "--seconds", CLIP_SECONDS, "--kbit", kbit));
        if (width != null) {
            arguments.addAll(List.of("--width", width));
        }
        return ClipCommand.run(arguments) == 0 ? clip : null;
    }

    private Path option(String name) {
        return Path.of(options.getOrDefault(name, ""));
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static String randomPassword() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

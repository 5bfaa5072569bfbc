package org.vigilia.vision.worker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.facts.FactsSettings;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.source.RelayAddress;

/**
 * Settings of a vision worker.
 *
 * @param name of this worker among its fellows
 * @param http where it answers
 * @param relay where pictures come from
 * @param models folder of the model store
 * @param work how much it takes on
 * @param facts the database
 */
record WorkerSettings(String name, Http http, RelayAddress relay, Path models, Work work, FactsSettings facts) {

    /**
     * Where the worker answers.
     *
     * @param port on 127.0.0.1; 0 for any that is free
     * @param tokenFile file with the machines' token
     */
    record Http(int port, Path tokenFile) {}

    /**
     * How much the worker takes on.
     *
     * @param cameras most cameras it holds, 1..64
     * @param threads cameras looked at side by side, 1..32
     * @param minFps busy cameras are never slowed down below this
     * @param frozenAfter how long the very same picture must come before the camera counts as frozen
     */
    record Work(int cameras, int threads, double minFps, Duration frozenAfter) {}

    /** @throws IllegalArgumentException when the file cannot be read or a setting is wrong; names it */
    static WorkerSettings read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("settings " + file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return of(map);
    }

    /** Reads what it knows and leaves other keys alone. */
    static WorkerSettings of(Map<String, String> map) {
        Path token = Path.of(needed(map, "token.file"));
        String stream = map.getOrDefault("stream", "sub").strip().toUpperCase(Locale.ROOT);
        if (!stream.equals("MAIN") && !stream.equals("SUB")) {
            throw new IllegalArgumentException("stream must be main or sub, but is '" + map.get("stream") + "'");
        }
        return new WorkerSettings(
                map.getOrDefault("name", "vision"),
                new Http((int) number(map, "http.port", 7020, 0, 65_535), token),
                new RelayAddress(Path.of(needed(map, "media.socket")), token, StreamChoice.valueOf(stream)),
                map.containsKey("models.dir") ? Path.of(map.get("models.dir")) : ModelStore.defaultFolder(),
                new Work(
                        (int) number(map, "cameras.max", 16, 1, 64),
                        (int) number(map, "threads", 2, 1, 32),
                        number(map, "fps.min", 2, 0.5, 30),
                        Duration.ofSeconds((long) number(map, "frozen.seconds", 15, 3, 3600))),
                FactsSettings.of(map));
    }

    private static String needed(Map<String, String> map, String key) {
        String value = map.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value.strip();
    }

    private static double number(Map<String, String> map, String key, double usual, double min, double max) {
        String text = map.get(key);
        if (text == null || text.isBlank()) {
            return usual;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, but is '" + text + "'", e);
        }
        throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", but is " + text);
    }
}

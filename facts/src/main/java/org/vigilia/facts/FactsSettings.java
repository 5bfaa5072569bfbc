package org.vigilia.facts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is and how long it keeps things.
 *
 * @param url JDBC address of the PostgreSQL database
 * @param user database user; needs the right to create the schema {@code facts}
 * @param passwordFile file that holds the password and nothing else; null when none is needed
 * @param poolSize most connections this process opens, 1..64
 * @param retention how long things are kept
 */
public record FactsSettings(
        String url, String user, @Nullable Path passwordFile, int poolSize, Retention retention) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(d|h|m|s)");

    public FactsSettings {
        if (poolSize < 1 || poolSize > 64) {
            throw new IllegalArgumentException("db.pool must be 1 to 64, but is " + poolSize);
        }
    }

    /**
     * How long things are kept after they were stored.
     *
     * @param facts at least one hour; removed in steps of six hours
     * @param pictures snapshots that no alert names
     * @param keptPictures snapshots that prove an alert, or were asked to be kept
     * @param alerts changes of alerts in the log; the server keeps its own record of alerts for longer
     */
    public record Retention(Duration facts, Duration pictures, Duration keptPictures, Duration alerts) {

        public static final Retention USUAL =
                new Retention(Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(365), Duration.ofDays(90));

        /** For processes that leave the removing to another one: a hundred years. */
        public static final Retention KEEP_ALL = new Retention(
                Duration.ofDays(36_500), Duration.ofDays(36_500), Duration.ofDays(36_500), Duration.ofDays(36_500));

        public Retention {
            check("facts", facts);
            check("pictures", pictures);
            check("kept", keptPictures);
            check("alerts", alerts);
        }

        private static void check(String name, Duration value) {
            if (value.compareTo(Duration.ofHours(1)) < 0) {
                throw new IllegalArgumentException("db.retention." + name + " must be at least 1h, but is " + value);
            }
        }
    }

    /**
     * Reads {@code db.url}, {@code db.user}, {@code db.password.file}, {@code db.pool}; other keys are left alone. Only
     * where {@code db.upkeep} is true (the stream process sets it) old things are removed, after {@code
     * db.retention.facts}, {@code .pictures}, {@code .kept} and {@code .alerts}, such as {@code 3d} or {@code 12h}.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static FactsSettings of(Map<String, String> properties) {
        String passwordFile = properties.getOrDefault("db.password.file", "").strip();
        return new FactsSettings(
                properties.getOrDefault("db.url", "jdbc:postgresql://127.0.0.1:5433/vigilia"),
                properties.getOrDefault("db.user", "vigilia"),
                passwordFile.isEmpty() ? null : Path.of(passwordFile),
                number(properties, "db.pool", 4),
                Boolean.parseBoolean(properties.get("db.upkeep")) ? retention(properties) : Retention.KEEP_ALL);
    }

    private static Retention retention(Map<String, String> properties) {
        Retention usual = Retention.USUAL;
        return new Retention(
                duration(properties, "db.retention.facts", usual.facts),
                duration(properties, "db.retention.pictures", usual.pictures),
                duration(properties, "db.retention.kept", usual.keptPictures),
                duration(properties, "db.retention.alerts", usual.alerts));
    }

    private static int number(Map<String, String> properties, String key, int usual) {
        String text = properties.get(key);
        if (text == null || text.isBlank()) {
            return usual;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, but is '" + text + "'", e);
        }
    }

    private static Duration duration(Map<String, String> properties, String key, Duration usual) {
        String text = properties.get(key);
        if (text == null || text.isBlank()) {
            return usual;
        }
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    key + " must be a number with d, h, m or s, such as 3d, but is '" + text + "'");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }
}

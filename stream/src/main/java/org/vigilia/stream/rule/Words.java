package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.ObjectClass;

/** How figures and things are written in messages for people. */
final class Words {

    private static final double[] FRUIN_LIMITS = {0.31, 0.43, 0.72, 1.08, 2.17};

    private Words() {}

    /** "Car". */
    static String thing(ObjectClass objectClass) {
        String lower = objectClass.name().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }

    /** "3 persons", "1 bus". */
    static String things(int count, ObjectClass objectClass) {
        String lower = objectClass.name().toLowerCase(Locale.ROOT);
        return count + " " + lower + (count == 1 ? "" : objectClass == ObjectClass.BUS ? "es" : "s");
    }

    /** "0.8 s", "12 s", "3 min 5 s", "2 h 10 min". */
    static String duration(Duration duration) {
        double seconds = seconds(duration);
        if (seconds < 9.95) {
            return number(seconds, 1) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
        }
        return whole / 3600 + " h" + (whole % 3600 < 60 ? "" : " " + whole % 3600 / 60 + " min");
    }

    /** " at 34 km/h", or nothing when the speed is not known. */
    static String speed(@Nullable Double metresPerSecond) {
        return metresPerSecond == null ? "" : " at " + Math.round(metresPerSecond * 3.6) + " km/h";
    }

    /** Level of service of a walkway, A to F (Fruin 1971). */
    static char levelOfService(double personsPerSquareMetre) {
        int level = 0;
        while (level < FRUIN_LIMITS.length && personsPerSquareMetre >= FRUIN_LIMITS[level]) {
            level++;
        }
        return (char) ('A' + level);
    }

    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static double seconds(Instant from, Instant to) {
        return seconds(Duration.between(from, to));
    }

    static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}

package org.vigilia.intake.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads the ways in which devices write a time. */
final class Times {

    /** Numbers above it are milliseconds, below it seconds: it is the year 5138 in seconds, 1973 in milliseconds. */
    private static final double MILLIS_FROM = 1e11;

    private static final double MAX_MILLIS = 253_402_300_799_999.0;

    private Times() {}

    /** ISO 8601 with a zone. @throws Unreadable when it is not */
    static Instant text(String text) throws Unreadable {
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "the time '" + shorten(text)
                            + "' is not ISO 8601 with a zone, such as 2026-11-25T10:00:00Z, nor seconds or milliseconds since 1970");
        }
    }

    /** Seconds or milliseconds since 1970; which of them, the size tells. */
    static Instant number(double number) throws Unreadable {
        double millis = Math.abs(number) >= MILLIS_FROM ? number : number * 1_000;
        if (!(Math.abs(millis) <= MAX_MILLIS)) {
            throw new Unreadable("the time " + number + " is neither seconds nor milliseconds since 1970");
        }
        return Instant.ofEpochMilli(Math.round(millis));
    }

    static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }
}

package org.vigilia.server.footage.keep;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a camera's recordings are made and kept.
 *
 * @param mode what is kept
 * @param schedule when it is recorded, for SCHEDULE
 * @param preRollSeconds kept before motion or an alert
 * @param postRollSeconds kept after it
 * @param sound whether sound is recorded
 * @param keepDays after so many days recordings go
 * @param keepAlertDays those around alerts go later
 * @param anonymiseAfterDays people and plates are made unrecognisable after so many days; null: never
 * @param purpose what it is recorded for, as the law wants it told
 * @param cardUrl rtsp:// address from which the camera's own card is replayed (ONVIF Profile G), without user and
 *     password; null: gaps are not fetched from it
 */
public record Policy(
        @NotNull Mode mode,
        @NotNull @Size(max = 50) List<@Valid Slot> schedule,
        @Min(0) @Max(600) int preRollSeconds,
        @Min(0) @Max(600) int postRollSeconds,
        boolean sound,
        @Min(1) @Max(3650) int keepDays,
        @Min(1) @Max(3650) int keepAlertDays,
        @Min(1) @Max(3650) @Nullable Integer anonymiseAfterDays,
        @NotNull @Size(max = 500) String purpose,
        @Size(max = 500) @Nullable String cardUrl) {

    /** For cameras nobody decided about. */
    public static final Policy USUAL =
            new Policy(Mode.CONTINUOUS, List.of(), 10, 10, false, 30, 90, null, "public safety", null);

    Policy withCard(@Nullable String url) {
        return new Policy(
                mode,
                schedule,
                preRollSeconds,
                postRollSeconds,
                sound,
                keepDays,
                keepAlertDays,
                anonymiseAfterDays,
                purpose,
                url);
    }

    /** What is kept. */
    public enum Mode {
        /** All of it. */
        CONTINUOUS,
        /** What has motion; it is recorded always and decided afterwards, so that nothing before it is missing. */
        MOTION,
        /** What has alerts, decided afterwards in the same way. */
        ALERTS,
        /** All of it, at certain times. */
        SCHEDULE,
        /** Nothing is recorded. */
        OFF
    }

    /** A stretch of some days of the week. @param days 1 Monday to 7 Sunday */
    public record Slot(
            @NotNull @Size(min = 1, max = 7) List<@Min(1) @Max(7) Integer> days,

            @NotNull @Pattern(regexp = "([01]\\d|2[0-3]):[0-5]\\d|24:00")
            String from,

            @NotNull @Pattern(regexp = "([01]\\d|2[0-3]):[0-5]\\d|24:00")
            String to) {}
}

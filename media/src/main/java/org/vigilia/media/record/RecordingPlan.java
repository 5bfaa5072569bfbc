package org.vigilia.media.record;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a camera is recorded, and whether its sound is too. What is kept is decided elsewhere, afterwards: recording by
 * motion or alert is a rule of retention, so that pre-roll is always there.
 *
 * @param mode null means {@link Mode#CONTINUOUS}
 * @param schedule for {@link Mode#SCHEDULE}: recorded while one of these holds; null means never
 * @param zone of the schedule, as in "Europe/Athens"; null means UTC
 * @param sound whether the microphone is recorded; null means no
 */
public record RecordingPlan(
        @Nullable Mode mode,
        @Nullable List<Span> schedule,
        @Nullable String zone,
        @Nullable Boolean sound) {

    /** Always, and without sound. */
    public static final RecordingPlan CONTINUOUS = new RecordingPlan(Mode.CONTINUOUS, null, null, false);

    /** When to record. */
    public enum Mode {
        CONTINUOUS,
        SCHEDULE,
        OFF
    }

    /**
     * A part of some days.
     *
     * @param days 1 Monday to 7 Sunday, on which it begins
     * @param from "07:00"
     * @param to "19:00"; not after {@code from}: on the next day. "24:00" is the end of the day
     */
    public record Span(List<Integer> days, String from, String to) {
        public Span {
            if (days == null || from == null || to == null) {
                throw new IllegalArgumentException("a span of a schedule needs days, from and to");
            }
            days = List.copyOf(days);
            for (int day : days) {
                if (day < 1 || day > 7) {
                    throw new IllegalArgumentException("a day of a schedule is 1 (Monday) to 7 (Sunday), not " + day);
                }
            }
            minute(from);
            minute(to);
        }

        boolean holds(ZonedDateTime at) {
            int start = minute(from);
            int end = minute(to) <= start ? minute(to) + 24 * 60 : minute(to);
            int now = at.getHour() * 60 + at.getMinute();
            DayOfWeek today = at.getDayOfWeek();
            return days.contains(today.getValue()) && now >= start && now < end
                    || days.contains(today.minus(1).getValue()) && now + 24 * 60 < end;
        }

        private static int minute(String text) {
            if (text.equals("24:00")) {
                return 24 * 60;
            }
            try {
                return LocalTime.parse(text).toSecondOfDay() / 60;
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("a time of a schedule is like 07:30, not " + text, e);
            }
        }
    }

    public RecordingPlan {
        schedule = schedule == null ? null : List.copyOf(schedule);
        if (zone != null) {
            zone(zone);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone " + name, e);
        }
    }

    /** Whether the camera is to be recorded then. */
    public boolean wants(Instant at) {
        if (mode == Mode.OFF) {
            return false;
        }
        if (mode != Mode.SCHEDULE) {
            return true;
        }
        ZonedDateTime local = at.atZone(zone == null ? ZoneOffset.UTC : zone(zone));
        return schedule != null && schedule.stream().anyMatch(span -> span.holds(local));
    }

    /** Whether sound is recorded with the pictures. */
    public boolean withSound() {
        return sound != null && sound && mode != Mode.OFF;
    }

    /** Why it does not want what it does not want. */
    String refusal() {
        return mode == Mode.OFF ? "recording is switched off" : "outside the camera's schedule";
    }
}

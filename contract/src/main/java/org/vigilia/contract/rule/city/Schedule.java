package org.vigilia.contract.rule.city;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When a rule holds, in the city's own time.
 *
 * @param days which days of the week; left out or empty: all
 * @param from begin of the time of day, inclusive; left out: midnight
 * @param to end of the time of day, exclusive; left out or equal to {@code from}: the whole day. Before {@code from}: over
 *     midnight, and the day that counts is the one it began on
 * @param zone the city's time zone; left out: UTC
 * @param holidays what public holidays change; left out: they are days like others
 * @param publicHolidays the dates, when {@code holidays} needs them
 */
public record Schedule(
        Set<DayOfWeek> days,
        LocalTime from,
        LocalTime to,
        ZoneId zone,
        Holidays holidays,
        Set<LocalDate> publicHolidays) {

    /** How public holidays count. */
    public enum Holidays {
        /** Like any other day. */
        SAME,
        /** The rule does not hold on them. */
        NEVER,
        /** The rule holds on them whatever the day of the week. */
        ALSO,
        /** The rule holds on them only. */
        ONLY
    }

    public Schedule {
        days = days == null || days.isEmpty() ? Set.of(DayOfWeek.values()) : Set.copyOf(days);
        from = from == null ? LocalTime.MIDNIGHT : from;
        to = to == null ? from : to;
        zone = zone == null ? ZoneId.of("UTC") : zone;
        holidays = holidays == null ? Holidays.SAME : holidays;
        publicHolidays = publicHolidays == null ? Set.of() : Set.copyOf(publicHolidays);
        if (holidays != Holidays.SAME && publicHolidays.isEmpty()) {
            throw new IllegalArgumentException("'holidays: " + holidays + "' needs 'publicHolidays', the dates");
        }
    }

    /** True when the rule holds at this moment. */
    public boolean holdsAt(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        LocalTime time = local.toLocalTime();
        LocalDate day = local.toLocalDate();
        if (to.isAfter(from)) {
            return !time.isBefore(from) && time.isBefore(to) && dayCounts(day);
        }
        if (to.equals(from)) {
            return dayCounts(day);
        }
        if (!time.isBefore(from)) {
            return dayCounts(day);
        }
        return time.isBefore(to) && dayCounts(day.minusDays(1));
    }

    private boolean dayCounts(LocalDate day) {
        boolean usual = days.contains(day.getDayOfWeek());
        boolean holiday = publicHolidays.contains(day);
        return switch (holidays) {
            case SAME -> usual;
            case NEVER -> usual && !holiday;
            case ALSO -> usual || holiday;
            case ONLY -> holiday;
        };
    }
}

package org.vigilia.server.footage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.Span;

/**
 * What a camera's day (UTC) was made of, in seconds to the millisecond. All of it together is the time between the
 * camera's first and last entry within that day.
 *
 * @param lostSeconds by cause
 * @param deletedSeconds by rule
 * @param wantedSeconds recorded, deleted since or lost
 * @param unknownSeconds between two entries and told by none: must be 0
 * @param completeness percent of what was wanted that was recorded; what a rule deleted later was recorded; 100 where
 *     nothing was wanted
 */
public record DaySum(
        CameraId camera,
        LocalDate day,
        double recordedSeconds,
        Map<String, Double> lostSeconds,
        Map<String, Double> deletedSeconds,
        double notWantedSeconds,
        double unknownSeconds,
        double wantedSeconds,
        double completeness) {

    /**
     * Sums up a day.
     *
     * @param spans without overlap, in order; what lies outside of the day does not count
     * @param firstMicros when the camera's first entry ever begins
     * @param lastMicros when its last one ends
     */
    public static DaySum of(CameraId camera, LocalDate day, List<Span> spans, long firstMicros, long lastMicros) {
        long from = Math.max(micros(day), firstMicros);
        long to = Math.min(micros(day.plusDays(1)), lastMicros);
        Map<String, Long> lost = new TreeMap<>();
        Map<String, Long> deleted = new TreeMap<>();
        long recorded = 0;
        long notWanted = 0;
        for (Span span : spans) {
            long length = Math.min(span.endMicros(), to) - Math.max(span.startMicros(), from);
            if (length <= 0) {
                continue;
            }
            switch (span.kind()) {
                case RECORDED -> recorded += length;
                case LOST -> lost.merge(span.reason(), length, Long::sum);
                case DELETED -> deleted.merge(span.reason(), length, Long::sum);
                case NOT_WANTED -> notWanted += length;
            }
        }
        long gone = sum(deleted);
        long wanted = recorded + gone + sum(lost);
        long unknown = Math.max(0, to - from) - wanted - notWanted;
        return new DaySum(
                camera,
                day,
                seconds(recorded),
                seconds(lost),
                seconds(deleted),
                seconds(notWanted),
                seconds(unknown),
                seconds(wanted),
                wanted == 0 ? 100 : Math.floor((recorded + gone) * 1e6 / wanted) / 1e4);
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double seconds(long micros) {
        return Math.round(micros / 1000.0) / 1000.0;
    }

    private static Map<String, Double> seconds(Map<String, Long> parts) {
        Map<String, Double> told = new TreeMap<>();
        parts.forEach((name, micros) -> told.put(name, seconds(micros)));
        return told;
    }

    /** When a day begins. */
    public static long micros(LocalDate day) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The day a moment lies in. */
    public static LocalDate day(long micros) {
        return Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }
}

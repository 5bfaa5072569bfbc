package org.vigilia.server.footage.keep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigilia.proof.journal.Entry;

/** Decides which segments go. Plain arithmetic: knows no clock, no tables and no disk. */
final class Verdicts {

    static final String AGE = "age";
    static final String NO_MOTION = "no-motion";
    static final String NO_ALERT = "no-alert";

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long PIECE_MICROS = org.vigilia.server.footage.index.Activity.PIECE_MICROS;

    private Verdicts() {}

    /**
     * What is known of a stretch of a camera.
     *
     * @param kept what may not be deleted: holds and cases
     * @param alerts when there were alerts
     * @param motion beginnings of the pieces of ten seconds in which something moved
     * @param watched those in which the picture was analysed: where it was not, nobody knows that nothing moved
     */
    record Known(List<Holds.Kept> kept, List<Holds.Kept> alerts, Set<Long> motion, Set<Long> watched) {}

    /** A segment that goes. */
    record Verdict(long segment, String rule, String why) {}

    /**
     * @param nowMicros now
     * @param graceMicros how long it is waited before it is decided that nothing was on it
     */
    static List<Verdict> decide(
            Policy policy, List<Entry.Segment> segments, Known known, long nowMicros, long graceMicros) {
        List<Verdict> all = new ArrayList<>();
        for (Entry.Segment segment : segments) {
            if (isKept(segment, known)) {
                continue;
            }
            age(policy, segment, known, nowMicros)
                    .or(() -> nothing(policy, segment, known, nowMicros - graceMicros))
                    .ifPresent(all::add);
        }
        return all;
    }

    static boolean isKept(Entry.Segment segment, Known known) {
        return known.kept().stream().anyMatch(kept -> kept.meets(segment.startMicros(), segment.endMicros()));
    }

    private static Optional<Verdict> age(Policy policy, Entry.Segment segment, Known known, long now) {
        boolean alert = near(known.alerts(), policy, segment);
        int days = alert ? Math.max(policy.keepDays(), policy.keepAlertDays()) : policy.keepDays();
        if (segment.endMicros() > now - days * DAY_MICROS) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                segment.number(), AGE, "older than " + days + " days" + (alert ? ", as kept around alerts" : "")));
    }

    private static Optional<Verdict> nothing(Policy policy, Entry.Segment segment, Known known, long before) {
        boolean decided = segment.endMicros() + policy.preRollSeconds() * 1_000_000L <= before;
        boolean motion = policy.mode() == Policy.Mode.MOTION;
        if (!decided || !motion && policy.mode() != Policy.Mode.ALERTS || !watched(segment, known)) {
            return Optional.empty();
        }
        if (near(known.alerts(), policy, segment) || motion && moved(policy, segment, known)) {
            return Optional.empty();
        }
        String why = (motion ? "no motion" : "no alert") + " from " + policy.postRollSeconds() + " s before to "
                + policy.preRollSeconds() + " s after it";
        return Optional.of(new Verdict(segment.number(), motion ? NO_MOTION : NO_ALERT, why));
    }

    /** Whether it shows something of an alert, its pre-roll or its post-roll. */
    private static boolean near(List<Holds.Kept> alerts, Policy policy, Entry.Segment segment) {
        long from = segment.startMicros() - policy.postRollSeconds() * 1_000_000L;
        long to = segment.endMicros() + policy.preRollSeconds() * 1_000_000L;
        return alerts.stream().anyMatch(alert -> alert.meets(from, to));
    }

    private static boolean moved(Policy policy, Entry.Segment segment, Known known) {
        long from = segment.startMicros() - policy.postRollSeconds() * 1_000_000L;
        long to = segment.endMicros() + policy.preRollSeconds() * 1_000_000L;
        for (long piece = Math.floorDiv(from, PIECE_MICROS) * PIECE_MICROS; piece < to; piece += PIECE_MICROS) {
            if (known.motion().contains(piece)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the picture was analysed all the time and nothing moved and no alert was raised. */
    static boolean quiet(Entry.Segment segment, Known known) {
        return watched(segment, known)
                && !moved(Policy.USUAL, segment, known)
                && !near(known.alerts(), Policy.USUAL, segment);
    }

    private static boolean watched(Entry.Segment segment, Known known) {
        long first = Math.floorDiv(segment.startMicros(), PIECE_MICROS) * PIECE_MICROS;
        for (long piece = first; piece < segment.endMicros(); piece += PIECE_MICROS) {
            if (!known.watched().contains(piece)) {
                return false;
            }
        }
        return true;
    }
}

package org.vigilia.vision.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Detection;

/**
 * Brings the pictures of a camera together with what the camera itself says it saw in them. Either may come first, by up
 * to a second, so both wait here.
 *
 * <p>Cameras need not report as often as we look: a picture that nothing is said of is left out. Only after two seconds
 * without a word is it taken that there is nothing to see, because many cameras say nothing of an empty scene. Times are
 * microseconds of one clock, which may be set back. At most {@value #MOST_PICTURES} pictures and {@value #MOST_REPORTS}
 * reports wait. Not thread-safe.
 *
 * @param <P> what a picture is; natives stay out of the tests
 */
final class OwnReports<P> {

    static final int MOST_PICTURES = 8;
    static final int MOST_REPORTS = 128;
    static final long PATIENCE_MICROS = 1_000_000;
    static final long SILENCE_MICROS = 2_000_000;

    /** A report of a picture is at most this far from it … */
    private static final long NEAR_MICROS = 150_000;
    /** … and is surely of that one when it is closer than this. */
    private static final long SAME_MICROS = 12_000;

    private final ArrayDeque<Taken<P>> pictures = new ArrayDeque<>();
    private final ArrayDeque<Report> reports = new ArrayDeque<>();
    private long lastWord = Long.MIN_VALUE;

    private record Taken<P>(P picture, long micros) {}

    private record Report(long micros, List<Detection> seen) {}

    /**
     * A picture whose turn has come.
     *
     * @param micros when the objects were there
     * @param seen null: nothing is known of this picture, leave it out
     */
    record Pair<P>(P picture, long micros, @Nullable List<Detection> seen) {}

    void picture(P picture, long micros) {
        Taken<P> last = pictures.peekLast();
        if (lastWord == Long.MIN_VALUE || last != null && Math.abs(micros - last.micros) > 5 * SILENCE_MICROS) {
            lastWord = micros;
        }
        pictures.addLast(new Taken<>(picture, micros));
    }

    void report(long micros, List<Detection> seen) {
        reports.addLast(new Report(micros, seen));
        while (reports.size() > MOST_REPORTS) {
            reports.removeFirst();
        }
    }

    /** The oldest picture of which is decided what was seen in it; null while more has to come. Call until null. */
    @Nullable
    Pair<P> next() {
        Taken<P> oldest = pictures.peekFirst();
        if (oldest == null) {
            return null;
        }
        Report nearest = null;
        boolean passed = false;
        for (Report report : reports) {
            passed |= report.micros > oldest.micros;
            if (nearest == null || Math.abs(report.micros - oldest.micros) < Math.abs(nearest.micros - oldest.micros)) {
                nearest = report;
            }
        }
        long off = nearest == null ? Long.MAX_VALUE : Math.abs(nearest.micros - oldest.micros);
        boolean decided = off <= SAME_MICROS
                || passed
                || pictures.size() > MOST_PICTURES
                || Math.abs(pictures.getLast().micros - oldest.micros) > PATIENCE_MICROS;
        if (!decided) {
            return null;
        }
        pictures.removeFirst();
        if (nearest != null && off <= NEAR_MICROS) {
            forgetUpTo(nearest.micros);
            lastWord = nearest.micros;
            return new Pair<>(oldest.picture, nearest.micros, nearest.seen);
        }
        forgetUpTo(oldest.micros - NEAR_MICROS);
        boolean silence = Math.abs(oldest.micros - lastWord) > SILENCE_MICROS;
        return new Pair<>(oldest.picture, oldest.micros, silence ? List.of() : null);
    }

    private void forgetUpTo(long micros) {
        for (Iterator<Report> all = reports.iterator(); all.hasNext(); ) {
            if (all.next().micros <= micros) {
                all.remove();
            }
        }
    }

    /** Forgets everything; the pictures that waited, for whoever has to close them. */
    List<P> clear() {
        List<P> rest = new ArrayList<>();
        pictures.forEach(taken -> rest.add(taken.picture));
        pictures.clear();
        reports.clear();
        lastWord = Long.MIN_VALUE;
        return rest;
    }
}

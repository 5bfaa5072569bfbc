package org.vigilia.server.footage.play;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.server.footage.index.Activity;

/** What was seen, as marks on a timeline of a certain fineness. */
final class Marks {

    private Marks() {}

    /** How much moved from a moment on, until the next mark or for one step. @param level 0..1 */
    record Motion(Instant from, double level) {}

    /** A class that was seen without a break longer than a step. @param count the most at once */
    record Seen(Instant from, Instant to, String objectClass, int count) {}

    /** The strongest motion of each step; steps without are left out. */
    static List<Motion> motion(List<Activity.Seen> seen, long stepMicros) {
        TreeMap<Long, Double> steps = new TreeMap<>();
        for (Activity.Seen piece : seen) {
            if (piece.objectClass().equals(Activity.MOTION)) {
                steps.merge(Math.floorDiv(piece.fromMicros(), stepMicros) * stepMicros, piece.level(), Math::max);
            }
        }
        List<Motion> marks = new ArrayList<>();
        steps.forEach((at, level) -> marks.add(new Motion(Micros.instant(at), Math.round(level * 1000) / 1000.0)));
        return marks;
    }

    /** Runs of each class, in order of their beginning. */
    static List<Seen> objects(List<Activity.Seen> seen, long stepMicros) {
        Map<String, Run> open = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        long patience = Math.max(stepMicros, Activity.PIECE_MICROS);
        for (Activity.Seen piece : seen) {
            if (piece.objectClass().equals(Activity.MOTION)) {
                continue;
            }
            Run run = open.get(piece.objectClass());
            long end = piece.fromMicros() + Activity.PIECE_MICROS;
            if (run == null || piece.fromMicros() - run.end > patience) {
                run = new Run(piece.objectClass(), piece.atMicros());
                open.put(piece.objectClass(), run);
                runs.add(run);
            }
            run.end = Math.max(run.end, end);
            run.count = Math.max(run.count, piece.count());
        }
        return runs.stream()
                .map(run -> new Seen(
                        Micros.instant(run.start), Micros.instant(run.end), run.objectClass, Math.max(1, run.count)))
                .toList();
    }

    private static final class Run {
        private final String objectClass;
        private final long start;
        private long end;
        private int count;

        Run(String objectClass, long start) {
            this.objectClass = objectClass;
            this.start = start;
            this.end = start;
        }
    }
}

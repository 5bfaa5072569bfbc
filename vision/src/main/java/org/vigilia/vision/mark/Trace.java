package org.vigilia.vision.mark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;

/**
 * Compares a copy that got out with its original and says whose it is.
 *
 * <p>First it is found where in the original the copy begins, by tiny pictures of both; then up to some hundred pictures
 * that belong together are compared.
 */
final class Trace {

    private static final int TINY_WIDTH = 32;
    private static final int TINY_HEIGHT = 18;
    private static final int PROBES = 12;
    private static final int MOST_COMPARED = 240;
    private static final int CELL_PX = 8;

    private final DoubleConsumer progress;

    Trace(DoubleConsumer progress) {
        this.progress = progress;
    }

    /** A tiny picture and when it is shown; free of contrast and brightness: mean 0, spread 40. */
    private record Tiny(long micros, byte[] grey) {

        static Tiny of(long micros, byte[] grey) {
            double sum = 0;
            double squares = 0;
            for (byte pixel : grey) {
                sum += pixel & 0xff;
                squares += (pixel & 0xff) * (pixel & 0xff);
            }
            double mean = sum / grey.length;
            double spread = Math.sqrt(Math.max(1, squares / grey.length - mean * mean));
            byte[] plain = new byte[grey.length];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = (byte) Math.max(-127, Math.min(127, Math.round(((grey[i] & 0xff) - mean) / spread * 40)));
            }
            return new Tiny(micros, plain);
        }
    }

    private interface Sight {
        void see(Picture picture, Darkroom darkroom) throws VideoUnreadable;
    }

    TraceResult run(Path original, Path copy, TracePlan plan) throws VideoUnreadable {
        List<Tiny> before = new ArrayList<>();
        Pattern.Grid grid = tiny(original, before, 0);
        List<Tiny> after = new ArrayList<>();
        tiny(copy, after, 0.3);
        long shift = shift(before, after);
        Agreement agreement = new Agreement(grid, CELL_PX);
        int compared = compare(original, copy, shift, pairs(before, after, shift), agreement);
        double[] rest = agreement.rest();
        List<TraceResult.Found> found = new ArrayList<>();
        for (TracePlan.Opening opening : plan.openings()) {
            double z = Agreement.z(Pattern.of(opening.key(), grid), rest);
            double chance = z <= 0 ? 1 : Math.min(1, plan.openings().size() * Math.exp(-z * z / 2));
            found.add(new TraceResult.Found(opening.id(), Math.round(z * 100) / 100.0, chance));
        }
        found.sort(Comparator.comparingDouble(TraceResult.Found::z).reversed());
        progress.accept(1);
        return new TraceResult(
                compared, Math.round(agreement.likeness() * 1000) / 1000.0, Math.round(shift / 1000.0), found);
    }

    private static void each(Path file, Sight sight) throws VideoUnreadable {
        try (FileDecoder video = FileDecoder.open(file);
                Darkroom darkroom = new Darkroom()) {
            for (Picture next = video.next(); next != null; next = video.next()) {
                try (Picture picture = next) {
                    sight.see(picture, darkroom);
                }
            }
        }
    }

    /** Tiny pictures of a whole file; the grid of marks on it. */
    private Pattern.Grid tiny(Path file, List<Tiny> into, double done) throws VideoUnreadable {
        Pattern.@Nullable Grid[] grid = new Pattern.Grid[1];
        each(file, (picture, darkroom) -> {
            if (grid[0] == null) {
                grid[0] = Pattern.Grid.of(picture.widthPx() & ~1, picture.heightPx() & ~1);
            }
            into.add(Tiny.of(picture.timeMicros(), darkroom.grey(picture, TINY_WIDTH, TINY_HEIGHT)));
            progress.accept(done + 0.3 * into.size() / (into.size() + 200.0));
        });
        Pattern.Grid found = grid[0];
        if (found == null) {
            throw new VideoUnreadable(file + ": holds no picture");
        }
        return found;
    }

    /** Where in the original the copy begins, in microseconds. */
    private static long shift(List<Tiny> original, List<Tiny> copy) {
        long best = 0;
        double least = Double.MAX_VALUE;
        long start = copy.get(0).micros();
        for (Tiny candidate : original) {
            long shift = candidate.micros() - start;
            double differs = 0;
            int seen = 0;
            for (int i = 0; i < PROBES && differs < least * PROBES; i++) {
                Tiny probe = copy.get((int) ((long) i * (copy.size() - 1) / Math.max(1, PROBES - 1)));
                Tiny there = nearest(original, probe.micros() + shift);
                differs += difference(probe.grey(), there.grey())
                        // beyond the original there is nothing to agree with
                        + Math.abs(there.micros() - probe.micros() - shift) / 1e4;
                seen++;
            }
            if (differs / seen < least && seen == PROBES) {
                least = differs / seen;
                best = shift;
            }
        }
        return best;
    }

    private static double difference(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return (double) sum / one.length;
    }

    private static Tiny nearest(List<Tiny> pictures, long micros) {
        int low = 0;
        int high = pictures.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pictures.get(middle).micros() < micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Tiny after = pictures.get(low);
        Tiny before = pictures.get(Math.max(0, low - 1));
        return micros - before.micros() < after.micros() - micros ? before : after;
    }

    /** Pictures to compare: time in the original, time in the copy. */
    private static List<long[]> pairs(List<Tiny> original, List<Tiny> copy, long shift) {
        List<long[]> pairs = new ArrayList<>();
        double step = Math.max(1, (double) copy.size() / MOST_COMPARED);
        long last = Long.MIN_VALUE;
        for (double i = 0; i < copy.size(); i += step) {
            long there = copy.get((int) i).micros();
            long here = nearest(original, there + shift).micros();
            if (here > last) {
                pairs.add(new long[] {here, there});
                last = here;
            }
        }
        return pairs;
    }

    private int compare(Path original, Path copy, long shift, List<long[]> pairs, Agreement agreement)
            throws VideoUnreadable {
        int compared = 0;
        try (FileDecoder one = FileDecoder.open(original);
                FileDecoder other = FileDecoder.open(copy);
                Darkroom first = new Darkroom();
                Darkroom second = new Darkroom()) {
            for (long[] pair : pairs) {
                byte[] here = at(one, first, pair[0], agreement);
                byte[] there = at(other, second, pair[1], agreement);
                if (here == null || there == null) {
                    break;
                }
                agreement.add(here, there);
                compared++;
                progress.accept(0.6 + 0.4 * compared / pairs.size());
            }
        }
        return compared;
    }

    private static byte @Nullable [] at(FileDecoder video, Darkroom darkroom, long micros, Agreement agreement)
            throws VideoUnreadable {
        for (Picture next = video.next(); next != null; next = video.next()) {
            try (Picture picture = next) {
                if (picture.timeMicros() >= micros) {
                    return darkroom.grey(picture, agreement.widthPx(), agreement.heightPx());
                }
            }
        }
        return null;
    }
}

package org.vigilia.vision.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.vision.decode.Mosaic;

/**
 * What is where in a clip, and what of it is to be hidden. Times are milliseconds from the clip's first picture, places
 * fractions of the picture.
 *
 * @param widthPx of the picture
 * @param heightPx of the picture
 * @param durationMs time of the last picture
 * @param style how places are hidden
 * @param tracks objects that were found, and regions that were drawn
 */
public record RedactionPlan(int widthPx, int heightPx, long durationMs, Mosaic.Style style, List<Item> tracks) {

    /** Nothing is where a detector first saw it: what is hidden is hidden so much earlier and later too. */
    private static final long AROUND_MS = 600;

    private static final double MARGIN = 0.12;
    private static final double HEAD = 0.27;
    private static final double PLATE_FROM = 0.4;

    /** What an item is. */
    public enum Kind {
        PERSON,
        VEHICLE,
        /** A region that a person drew. */
        DRAWN
    }

    /** Which part of it is hidden. */
    public enum Part {
        WHOLE,
        /** The upper part of a person, with room around it: there is no detector of faces that could be trusted more. */
        HEAD,
        /** The lower part of a vehicle, where plates are. */
        PLATE
    }

    /**
     * One object or region.
     *
     * @param id within the plan
     * @param hide whether it is to be hidden
     * @param steps where it was, by time: {@code [ms, left, top, width, height]} each; between two steps it is on the
     *     line between them
     */
    public record Item(int id, Kind kind, Part part, boolean hide, List<double[]> steps) {

        /** Where it is at a time; null while it is not there. */
        @Nullable
        Box at(double ms) {
            if (steps.isEmpty()) {
                return null;
            }
            double[] first = steps.get(0);
            double[] last = steps.get(steps.size() - 1);
            long around = kind == Kind.DRAWN ? 0 : AROUND_MS;
            if (ms < first[0] - around || ms > last[0] + around) {
                return null;
            }
            double[] before = first;
            for (double[] step : steps) {
                if (step[0] >= ms) {
                    return box(before, step, ms);
                }
                before = step;
            }
            return box(last, last, ms);
        }

        private static Box box(double[] a, double[] b, double ms) {
            double share = b[0] <= a[0] ? 0 : Math.max(0, Math.min(1, (ms - a[0]) / (b[0] - a[0])));
            double[] mixed = new double[4];
            for (int i = 0; i < 4; i++) {
                mixed[i] = a[i + 1] + (b[i + 1] - a[i + 1]) * share;
            }
            return new Box(mixed[0], mixed[1], mixed[2], mixed[3]);
        }

        /** The part of a place that is hidden, with a margin. */
        Box hidden(Box box) {
            if (kind == Kind.DRAWN) {
                return box;
            }
            double x = box.width() * MARGIN;
            double y = box.height() * MARGIN;
            return switch (part) {
                case WHOLE -> cut(box.left() - x, box.top() - y, box.width() + 2 * x, box.height() + 2 * y);
                case HEAD -> cut(box.left() - x, box.top() - y, box.width() + 2 * x, box.height() * HEAD + y);
                case PLATE ->
                    cut(
                            box.left() - x,
                            box.top() + box.height() * PLATE_FROM,
                            box.width() + 2 * x,
                            box.height() * (1 - PLATE_FROM) + y);
            };
        }

        private static Box cut(double left, double top, double width, double height) {
            double l = Math.max(0, Math.min(1, left));
            double t = Math.max(0, Math.min(1, top));
            return new Box(l, t, Math.min(1, left + width) - l, Math.min(1, top + height) - t);
        }
    }

    public RedactionPlan {
        tracks = List.copyOf(tracks);
    }

    /** What is hidden in the picture of a time. */
    List<Box> hiddenAt(double ms) {
        List<Box> places = new ArrayList<>();
        for (Item item : tracks) {
            Box box = item.hide() ? item.at(ms) : null;
            if (box != null) {
                places.add(item.hidden(box));
            }
        }
        return places;
    }
}

package org.vigilia.vision.track;

import java.util.Arrays;
import org.vigilia.contract.scene.Box;

/**
 * What an object looks like, as colour histograms of horizontal stripes: head, upper and lower body of a person, roof to
 * wheels of a vehicle. Immutable.
 *
 * <p>Enough to tell a red coat from a black one at 20 pixels; not enough to recognise a person.
 */
public final class Appearance {

    private static final int STRIPES = 4;
    private static final int HUES = 8;
    /** Eight hues in two depths of colour, then four greys. */
    private static final int BINS = HUES * 2 + 4;

    private final float[] bins;

    private Appearance(float[] bins) {
        this.bins = bins;
    }

    /**
     * Looks at the inner part of a box: the outermost fifth on each side is mostly background.
     *
     * @param picture the frame, usually made small
     * @param box where the object is
     */
    public static Appearance of(Pixels picture, Box box) {
        float[] bins = new float[STRIPES * BINS];
        Pixels.Hsv hsv = new Pixels.Hsv();
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            float[] counts = new float[BINS];
            double top = box.top() + box.height() * (0.05 + 0.9 * stripe / STRIPES);
            double bottom = box.top() + box.height() * (0.05 + 0.9 * (stripe + 1) / STRIPES);
            Box part = new Box(box.left() + box.width() * 0.2, top, box.width() * 0.6, bottom - top);
            int seen = picture.sample(part, 8, 6, (r, g, b) -> {
                hsv.set(r, g, b);
                count(counts, hsv);
            });
            for (int i = 0; i < BINS && seen > 0; i++) {
                bins[stripe * BINS + i] = counts[i] / seen;
            }
        }
        return new Appearance(bins);
    }

    private static void count(float[] counts, Pixels.Hsv hsv) {
        double chroma = hsv.saturation() * hsv.value();
        double colourful = Math.max(0, Math.min(1, (chroma - 0.06) / 0.10));
        double hue = hsv.hue() / 360 * HUES;
        int low = (int) Math.floor(hue) % HUES;
        double share = hue - Math.floor(hue);
        int depth = hsv.value() > 0.5 ? HUES : 0;
        counts[depth + low] += (float) (colourful * (1 - share));
        counts[depth + (low + 1) % HUES] += (float) (colourful * share);
        double grey = Math.min(3, hsv.value() * 3.999);
        int step = (int) grey;
        double up = grey - step;
        counts[HUES * 2 + step] += (float) ((1 - colourful) * (1 - up));
        counts[HUES * 2 + Math.min(3, step + 1)] += (float) ((1 - colourful) * up);
    }

    /** How alike two objects look: 1 the same, 0 nothing in common (mean histogram intersection of the stripes). */
    public double likeness(Appearance other) {
        double sum = 0;
        for (int i = 0; i < bins.length; i++) {
            sum += Math.min(bins[i], other.bins[i]);
        }
        return sum / STRIPES;
    }

    /** A mixture: {@code share} of the newer one, the rest of this one. */
    public Appearance mixedWith(Appearance newer, double share) {
        float[] mixed = new float[bins.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (bins[i] * (1 - share) + newer.bins[i] * share);
        }
        return new Appearance(mixed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Appearance that && Arrays.equals(bins, that.bins);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bins);
    }
}

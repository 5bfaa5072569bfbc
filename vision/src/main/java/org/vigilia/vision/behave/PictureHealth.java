package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;

/**
 * Whether a camera still sees what it should: not black or covered, not frozen, not turned away.
 *
 * <p>Works on brightness only. A picture counts as moved when most of its textured blocks no longer look like a slow
 * reference of the scene; brightness and contrast are taken out first, so a light that goes on does not count, and a
 * crowd does not cover most blocks. Not thread-safe.
 */
public final class PictureHealth {

    /** Width of the brightness picture that is asked for, pixels. */
    public static final int WIDTH = 160;
    /** Its height. */
    public static final int HEIGHT = 96;

    private static final int BLOCK = 16;
    private static final int ACROSS = WIDTH / BLOCK;
    private static final int DOWN = HEIGHT / BLOCK;
    private static final double TEXTURED = 6;
    private static final double ALIKE = 0.4;
    private static final double MOVED_SHARE = 0.65;
    private static final double LEAST_TEXTURED = 0.15;
    private static final Duration BLACK_AFTER = Duration.ofSeconds(2);
    private static final Duration MOVED_AFTER = Duration.ofSeconds(3);
    private static final Duration NEW_HOME_AFTER = Duration.ofMinutes(10);
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final double REFERENCE_SECONDS = 60;
    private static final double SETTLED_SECONDS = 8;

    private final CameraId camera;
    private final Duration frozenAfter;
    private float @Nullable [] reference;
    /** For how long each block of the reference has been seen as it is, seconds. */
    private final double[] steady = new double[ACROSS * DOWN];

    private byte @Nullable [] before;
    private Instant lastAt = Instant.MIN;
    private @Nullable Instant darkSince;
    private @Nullable Instant sameSince;
    private @Nullable Instant otherSince;
    private Condition condition = Condition.GOOD;
    private Instant conditionSince = Instant.MIN;
    private Instant told = Instant.MIN;

    /**
     * Knows nothing yet.
     *
     * @param frozenAfter how long the very same picture must come before it counts as frozen
     */
    public PictureHealth(CameraId camera, Duration frozenAfter) {
        this.camera = camera;
        this.frozenAfter = frozenAfter;
    }

    /**
     * Judges a picture.
     *
     * @param grey brightness 0..255, {@value #WIDTH} × {@value #HEIGHT}, row by row; kept, not changed
     * @return what is to be told: the first state, every change, and about every five seconds what is not good
     */
    public @Nullable CameraHealth observe(Instant at, byte[] grey) {
        if (grey.length != WIDTH * HEIGHT) {
            throw new IllegalArgumentException(grey.length + " pixels instead of " + WIDTH + "x" + HEIGHT);
        }
        Condition now = judge(at, grey);
        lastAt = at;
        before = grey;
        boolean first = told.equals(Instant.MIN);
        if (now != condition || first) {
            condition = now;
            conditionSince = at;
        } else if (now == Condition.GOOD || Duration.between(told, at).compareTo(REPEAT) < 0) {
            return null;
        }
        told = at;
        return new CameraHealth(camera, at, CameraHealth.Aspect.PICTURE, now, words(now), null);
    }

    /** What was judged last. */
    public Condition condition() {
        return condition;
    }

    /** Since when, UTC; {@link Instant#MIN} before the first picture. */
    public Instant since() {
        return conditionSince;
    }

    /** The same for people. */
    public String detail() {
        return words(condition);
    }

    private static String words(Condition condition) {
        return switch (condition) {
            case BLACK -> "the picture is black or covered; check the lens and the light";
            case FROZEN -> "the same picture comes again and again; restart the camera";
            case MOVED -> "the camera looks somewhere else than before; turn it back or draw its zones anew";
            default -> "the picture is good";
        };
    }

    private Condition judge(Instant at, byte[] grey) {
        double mean = mean(grey);
        double deviation = deviation(grey, mean);
        boolean dark = (mean < 32 && deviation < 10) || deviation < 3;
        darkSince = since(dark, darkSince, at);
        sameSince = since(Arrays.equals(grey, before), sameSince, lastAt);
        if (lasts(darkSince, at, BLACK_AFTER)) {
            return Condition.BLACK;
        }
        if (dark) {
            return condition == Condition.BLACK ? Condition.BLACK : condition;
        }
        boolean other = other(grey);
        otherSince = since(other, otherSince, at);
        if (lasts(otherSince, at, NEW_HOME_AFTER)) {
            reference = null;
            otherSince = null;
            other = false;
        }
        if (!other) {
            learn(grey, at);
        }
        if (lasts(sameSince, at, frozenAfter)) {
            return Condition.FROZEN;
        }
        if (lasts(otherSince, at, MOVED_AFTER)) {
            return Condition.MOVED;
        }
        return condition == Condition.MOVED && other ? Condition.MOVED : Condition.GOOD;
    }

    private static @Nullable Instant since(boolean holds, @Nullable Instant since, Instant from) {
        return !holds ? null : since == null ? from : since;
    }

    private static boolean lasts(@Nullable Instant since, Instant at, Duration least) {
        return since != null && Duration.between(since, at).compareTo(least) >= 0;
    }

    /** Block by block, so that what only passes at the beginning is not taken for a part of the scene. */
    private void learn(byte[] grey, Instant at) {
        float[] known = reference;
        if (known == null) {
            known = new float[grey.length];
            reference = known;
            for (int block = 0; block < steady.length; block++) {
                begin(block, grey, known);
            }
            return;
        }
        double seconds = Math.min(2, Duration.between(lastAt, at).toMillis() / 1e3);
        float share = (float) (1 - Math.exp(-seconds / REFERENCE_SECONDS));
        for (int block = 0; block < steady.length; block++) {
            if (steady[block] < SETTLED_SECONDS && !alike(block, grey, known)) {
                begin(block, grey, known);
                continue;
            }
            steady[block] += seconds;
            for (int y = top(block); y < top(block) + BLOCK; y++) {
                for (int i = y * WIDTH + left(block); i < y * WIDTH + left(block) + BLOCK; i++) {
                    known[i] += share * ((grey[i] & 255) - known[i]);
                }
            }
        }
    }

    private void begin(int block, byte[] grey, float[] known) {
        steady[block] = 0;
        for (int y = top(block); y < top(block) + BLOCK; y++) {
            for (int i = y * WIDTH + left(block); i < y * WIDTH + left(block) + BLOCK; i++) {
                known[i] = grey[i] & 255;
            }
        }
    }

    private static boolean alike(int block, byte[] grey, float[] known) {
        Likeness likeness = Likeness.of(grey, known, left(block), top(block));
        return likeness.known() < TEXTURED * TEXTURED
                ? likeness.now() < TEXTURED * TEXTURED
                : likeness.correlation() >= ALIKE;
    }

    private static int left(int block) {
        return block % ACROSS * BLOCK;
    }

    private static int top(int block) {
        return block / ACROSS * BLOCK;
    }

    /** Whether most textured blocks look unlike the reference. */
    private boolean other(byte[] grey) {
        float[] known = reference;
        if (known == null) {
            return false;
        }
        int textured = 0;
        int unlike = 0;
        for (int block = 0; block < steady.length; block++) {
            Likeness likeness = Likeness.of(grey, known, left(block), top(block));
            if (steady[block] >= SETTLED_SECONDS && likeness.known() >= TEXTURED * TEXTURED) {
                textured++;
                unlike += likeness.correlation() < ALIKE ? 1 : 0;
            }
        }
        return textured >= LEAST_TEXTURED * steady.length && unlike >= MOVED_SHARE * textured;
    }

    /**
     * A block beside the same block of the reference.
     *
     * @param now variance of its brightness
     * @param known variance in the reference
     * @param correlation normalised cross-correlation, -1..1; 0 where the block has no texture at all
     */
    private record Likeness(double now, double known, double correlation) {

        static Likeness of(byte[] grey, float[] reference, int left, int top) {
            double a = 0;
            double b = 0;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            int n = BLOCK * BLOCK;
            for (int y = top; y < top + BLOCK; y++) {
                for (int x = left; x < left + BLOCK; x++) {
                    double u = grey[y * WIDTH + x] & 255;
                    double v = reference[y * WIDTH + x];
                    a += u;
                    b += v;
                    aa += u * u;
                    bb += v * v;
                    ab += u * v;
                }
            }
            double now = aa / n - a / n * a / n;
            double known = bb / n - b / n * b / n;
            boolean flat = now < 1 || known < 1;
            return new Likeness(now, known, flat ? 0 : (ab / n - a / n * b / n) / Math.sqrt(now * known));
        }
    }

    private static double mean(byte[] grey) {
        double sum = 0;
        for (byte b : grey) {
            sum += b & 255;
        }
        return sum / grey.length;
    }

    private static double deviation(byte[] grey, double mean) {
        double sum = 0;
        for (byte b : grey) {
            sum += ((b & 255) - mean) * ((b & 255) - mean);
        }
        return Math.sqrt(sum / grey.length);
    }
}

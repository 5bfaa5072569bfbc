package org.vigilia.intake;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;

/**
 * What is remembered of a datastream's newest readings, to judge the next one. Lost at a restart: the first few readings
 * after it are judged without a past.
 *
 * <p>A spike is a value far from the median of the {@value #WINDOW} before it, by more than {@value #SPREADS} times their
 * scaled median absolute deviation (Hampel's identifier) and by more than the quantity usually jumps; a second value near
 * it confirms it, so a real step costs one reading and a real spike is flagged. Quantities that are events by nature
 * (smoke, odour, sound, traffic, people, doors) have no spikes: a single value may be the alarm. A value is stuck when a
 * quantity that always moves did not for {@value #STUCK_SILENCES} times its usual silence and {@value #STUCK_READINGS}
 * readings. Not safe for many threads; the caller locks.
 */
final class Recent {

    private static final int WINDOW = 7;
    private static final int MIN_WINDOW = 5;
    private static final double SPREADS = 8;
    private static final double MAD_TO_SIGMA = 1.4826;
    private static final int STUCK_READINGS = 12;
    private static final int STUCK_SILENCES = 12;

    private static final Map<Quantity, Double> USUAL_JUMP = new EnumMap<>(Map.ofEntries(
            Map.entry(Quantity.PM25, 100.0),
            Map.entry(Quantity.PM10, 150.0),
            Map.entry(Quantity.NO2, 200.0),
            Map.entry(Quantity.O3, 150.0),
            Map.entry(Quantity.CO, 15.0),
            Map.entry(Quantity.SO2, 300.0),
            Map.entry(Quantity.TEMPERATURE, 8.0),
            Map.entry(Quantity.HUMIDITY, 30.0),
            Map.entry(Quantity.PRESSURE, 15.0),
            Map.entry(Quantity.WATER_LEVEL, 2.0)));

    private static final Set<Quantity> ALWAYS_MOVE = EnumSet.of(
            Quantity.PM25,
            Quantity.PM10,
            Quantity.NO2,
            Quantity.O3,
            Quantity.CO,
            Quantity.SO2,
            Quantity.TEMPERATURE,
            Quantity.HUMIDITY,
            Quantity.PRESSURE,
            Quantity.WIND_FROM,
            Quantity.LAEQ,
            Quantity.LC_PEAK);

    private final double[] window = new double[WINDOW];
    private int filled;
    private int next;
    private long newestMicros = Long.MIN_VALUE;
    private double same = Double.NaN;
    private long sameSinceMicros;
    private int sameCount;
    private double outlier = Double.NaN;

    /** The flags of a new reading, and remembers it. Readings out of order are judged only by their range. */
    int judge(DatastreamCard card, long atMicros, double raw, double value) {
        int bits = value < card.min() || value > card.max() ? QualityFlag.OUT_OF_RANGE.bit() : 0;
        if (atMicros <= newestMicros) {
            return bits;
        }
        if (newestMicros != Long.MIN_VALUE
                && card.silenceSeconds() > 0
                && atMicros - newestMicros > card.silenceSeconds() * 1e6) {
            bits |= QualityFlag.AFTER_SILENCE.bit();
        }
        newestMicros = atMicros;
        if (stuck(card, atMicros, raw)) {
            bits |= QualityFlag.STUCK.bit();
        }
        Double jump = USUAL_JUMP.get(card.quantity());
        if (jump != null) {
            if (spike(value, jump)) {
                bits |= QualityFlag.SPIKE.bit();
            }
            window[next] = value;
            next = (next + 1) % WINDOW;
            filled = Math.min(WINDOW, filled + 1);
        }
        return bits;
    }

    private boolean stuck(DatastreamCard card, long atMicros, double raw) {
        if (raw != same) {
            same = raw;
            sameSinceMicros = atMicros;
            sameCount = 1;
            return false;
        }
        sameCount++;
        // a value at the end of its range may be a saturated instrument, or clean air; it is no sign of a dead one
        return ALWAYS_MOVE.contains(card.quantity())
                && raw > card.min()
                && raw < card.max()
                && sameCount >= STUCK_READINGS
                && atMicros - sameSinceMicros > STUCK_SILENCES * card.quantity().usualSilence() * 1e6;
    }

    private boolean spike(double value, double jump) {
        if (filled < MIN_WINDOW) {
            return false;
        }
        double[] sorted = Arrays.copyOf(window, filled);
        Arrays.sort(sorted);
        double median = sorted[filled / 2];
        for (int i = 0; i < filled; i++) {
            sorted[i] = Math.abs(window[i] - median);
        }
        Arrays.sort(sorted);
        double limit = Math.max(SPREADS * MAD_TO_SIGMA * sorted[filled / 2], jump);
        if (Math.abs(value - median) <= limit) {
            outlier = Double.NaN;
            return false;
        }
        boolean confirmed = Math.abs(value - outlier) <= limit;
        outlier = value;
        return !confirmed;
    }
}

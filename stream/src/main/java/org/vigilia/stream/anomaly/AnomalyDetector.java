package org.vigilia.stream.anomaly;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Scores the readings of one series as they come: how unusual, and why.
 *
 * <p>Each reading is judged by several clues: its value, its step, means, scatter, the same time on earlier days, the
 * course of the last readings. How rare a clue's excess is, follows from the largest excesses of the past; the rarest
 * clue gives the explanation, and the others add their share. After an alarm the detector rests, so that one long
 * anomaly is one alarm.
 *
 * <p>The score has no unit and does not depend on the scale of the series, so one threshold serves all series. It takes
 * about two hundred readings before the first alarm is possible and three days before the day is known.
 *
 * <p>A reading that is no number, or beyond 1e100 either way, gets score 0 and is not learnt. Gaps are not filled: the
 * step over a gap counts as a step. Readings count in the order they come; one at the same or an earlier time than the
 * last is judged and learnt like any other, so whoever wants duplicates dropped drops them before.
 *
 * <p>About 25 µs a reading and below 200 KB in memory, 90 KB as bytes. Not thread-safe; one instance per series. See
 * decision 0030-anomaly.
 */
public final class AnomalyDetector {

    /** The score from which on a reading is an alarm. */
    public static final double ALARM = 0.5;

    /** Beyond this a sum of squares would no longer be a number. */
    private static final double LARGEST = 1e100;

    private static final int FORMAT = 1;

    private final DetectorSettings settings;
    private final Clues clues = new Clues();
    private final ExtremeTail[] above = new ExtremeTail[Clues.KINDS.size()];
    private final ExtremeTail[] below = new ExtremeTail[Clues.KINDS.size()];
    private long count;
    private final Gate gate;

    AnomalyDetector(DetectorSettings settings) {
        this.settings = settings;
        this.gate = new Gate(settings);
        for (int i = 0; i < Clues.KINDS.size(); i++) {
            above[i] = new ExtremeTail(settings);
            below[i] = new ExtremeTail(settings);
        }
    }

    /** Returns a detector that has seen nothing. */
    public static AnomalyDetector fresh() {
        return new AnomalyDetector(DetectorSettings.STANDARD);
    }

    /** Judges the next reading and learns it. The time tells the time of day (UTC). */
    public Score next(Instant time, double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            return new Score(0, Double.NaN, Double.NaN, Double.NaN, value, Dimension.NONE);
        }
        clues.next(time, value);
        double floor = clues.floor(settings.floorShare());
        double rarest = 0;
        double all = 0;
        Clues.Kind why = Clues.Kind.VALUE;
        for (Clues.Kind kind : Clues.KINDS) {
            if (!clues.isKnown(kind)) {
                continue;
            }
            double excess = clues.excess(kind);
            double up = judge(above[kind.ordinal()], Math.max(0, excess), floor);
            double down = judge(below[kind.ordinal()], Math.max(0, -excess), floor);
            all += up + down;
            if (Math.max(up, down) > rarest) {
                rarest = Math.max(up, down);
                why = kind;
            }
        }
        count++;
        double score = gate.score(count, rarest + settings.supportShare() * (all - rarest));
        return score > 0
                ? clues.explain(why, score)
                : new Score(0, Double.NaN, Double.NaN, Double.NaN, value, Dimension.NONE);
    }

    private static double judge(ExtremeTail tail, double excess, double floor) {
        double rarity = tail.rarity(excess, floor);
        tail.add(excess);
        return rarity;
    }

    /** Returns all that was learnt, to go on later with {@link #fromBytes}. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeLong(count);
            gate.write(out);
            clues.write(out);
            for (int i = 0; i < Clues.KINDS.size(); i++) {
                above[i].write(out);
                below[i].write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns a detector that goes on where the other stood.
     *
     * @throws IllegalArgumentException when the bytes are not what {@link #toBytes} of this version wrote; start a
     *     {@link #fresh} one then
     */
    public static AnomalyDetector fromBytes(byte[] bytes) {
        AnomalyDetector detector = fresh();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("detector state of format " + format + ", but this reads " + FORMAT);
            }
            detector.count = in.readLong();
            detector.gate.read(in);
            detector.clues.read(in);
            for (int i = 0; i < Clues.KINDS.size(); i++) {
                detector.above[i].read(in);
                detector.below[i].read(in);
            }
            return detector;
        } catch (IOException e) {
            throw new IllegalArgumentException("not the state of a detector: " + e.getMessage(), e);
        }
    }
}

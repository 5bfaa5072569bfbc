package org.vigilia.rules;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.Condition;

/**
 * One condition watching one datastream: calm, pending (it is so, but not for long enough), or holding.
 *
 * <p>The last reading counts until the next one: a value that was above its limit is taken to stay there, so a condition
 * with a duration begins exactly when the duration is over, whether readings come meanwhile or not. Whoever owns the
 * gauge lets time pass before it shows the next reading. A condition that holds tells that it got worse when it is at
 * least twice as far beyond its limit as when it last told, so a rising value tells a few times and not at every reading.
 *
 * <p>Not thread-safe.
 */
abstract class Gauge implements Cloneable {

    /** Why something ends that may well go on. */
    static final String NOT_ASKED = "the rule is off or was changed, or the sensor left it";

    private static final double NOTABLE = 0.25;

    private enum Phase {
        CALM,
        PENDING,
        HOLDS
    }

    final Probe probe;
    final long datastream;
    private final long duration;
    private Phase phase = Phase.CALM;
    private long since = Micros.LONG_AGO;
    private double value = Double.NaN;
    private double measure = Double.NaN;
    private double toldBeyond;
    private double beyond;
    private @Nullable String text;

    Gauge(Probe probe, long datastream, double forSeconds) {
        this.probe = probe;
        this.datastream = datastream;
        this.duration = Micros.ofSeconds(forSeconds);
    }

    /** A gauge that has seen nothing. */
    static Gauge of(Probe probe, long datastream) {
        Condition condition = probe.condition();
        if (condition instanceof Condition.Threshold threshold) {
            return new Gauges.Limit(probe, datastream, threshold);
        }
        if (condition instanceof Condition.RateOfChange rate) {
            return new RateGauge(probe, datastream, rate);
        }
        if (condition instanceof Condition.MissingData missing) {
            return new Gauges.Silence(probe, datastream, missing);
        }
        if (condition instanceof Condition.Unusual unusual) {
            return new Gauges.Unusual(probe, datastream, unusual);
        }
        throw new IllegalArgumentException("no datastream can be judged by " + condition);
    }

    /** Another gauge that remembers the same. */
    Gauge copy() {
        try {
            return (Gauge) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("gauges can be copied", e);
        }
    }

    /** A usable reading that is a number. Never older than the one before. */
    abstract void see(long at, double reading, Consumer<Signal> out);

    /** How unusual a minute was. */
    void score(long at, double mean, double score, @Nullable String why, Consumer<Signal> out) {}

    /** There was a reading before this gauge began to watch. */
    void lastReading(long at) {}

    /** Time has come to {@code now}. */
    void advance(long now, Consumer<Signal> out) {
        if (phase == Phase.PENDING && since + duration <= now) {
            begin(since + duration, out);
        }
    }

    /** When the passing of time alone would change something; {@link Micros#NEVER} when it would not. */
    long due() {
        return phase == Phase.PENDING ? since + duration : Micros.NEVER;
    }

    /** Nobody asks any more. */
    void close(long at, Consumer<Signal> out) {
        text = NOT_ASKED;
        calm(at, out);
    }

    final boolean holds() {
        return phase == Phase.HOLDS;
    }

    /** The condition is met. @param beyondLimit how far, 0 or more; @param limit what that is compared with */
    final void met(long at, double reading, double measured, double beyondLimit, double limit, Consumer<Signal> out) {
        beyond = beyondLimit;
        metSince(at, at, reading, measured, out);
        if (phase == Phase.HOLDS && beyond >= 2 * toldBeyond && beyond - toldBeyond >= NOTABLE * Math.abs(limit)) {
            toldBeyond = beyond;
            out.accept(signal(Signal.Kind.WORSE, at));
        }
    }

    /** The condition is met since a moment that may be over already. */
    final void metSince(long begin, long at, double reading, double measured, Consumer<Signal> out) {
        value = reading;
        measure = measured;
        if (phase == Phase.CALM) {
            phase = Phase.PENDING;
            since = begin;
            toldBeyond = Double.MAX_VALUE;
        }
        if (phase == Phase.PENDING && since + duration <= at) {
            begin(at, out);
        }
    }

    final void explain(@Nullable String why) {
        text = why;
    }

    private void begin(long at, Consumer<Signal> out) {
        phase = Phase.HOLDS;
        toldBeyond = beyond;
        out.accept(signal(Signal.Kind.BEGAN, at));
    }

    /** It is neither met nor clear: what holds goes on, what is pending does not. */
    final void between(double reading, double measured) {
        value = reading;
        measure = measured;
        if (phase == Phase.PENDING) {
            phase = Phase.CALM;
        }
    }

    /** The condition is clearly not met. */
    final void notMet(long at, double reading, double measured, Consumer<Signal> out) {
        value = reading;
        measure = measured;
        calm(at, out);
    }

    private void calm(long at, Consumer<Signal> out) {
        boolean held = phase == Phase.HOLDS;
        phase = Phase.CALM;
        text = NOT_ASKED.equals(text) ? text : null;
        if (held) {
            out.accept(signal(Signal.Kind.ENDED, at));
        }
    }

    private Signal signal(Signal.Kind kind, long at) {
        return new Signal(
                kind,
                probe.rule().value(),
                probe.step(),
                probe.fingerprint(),
                datastream,
                since,
                Math.max(at, since),
                value,
                measure,
                text);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(phase.ordinal());
        out.writeLong(since);
        out.writeDouble(value);
        out.writeDouble(measure);
        out.writeDouble(beyond);
        out.writeDouble(toldBeyond);
        out.writeUTF(text == null ? "" : text);
    }

    /** Whether a condition that was written down held. */
    static boolean holds(byte[] written) {
        return written[0] == Phase.HOLDS.ordinal();
    }

    void read(DataInput in) throws IOException {
        phase = Phase.values()[in.readByte()];
        since = in.readLong();
        value = in.readDouble();
        measure = in.readDouble();
        beyond = in.readDouble();
        toldBeyond = in.readDouble();
        String why = in.readUTF();
        text = why.isEmpty() ? null : why;
    }
}

package org.vigilia.rules;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;

/**
 * The first stage: every observation of some datastreams in, the begin and end of conditions out.
 *
 * <p>Observations of one datastream come in the order of their time; older ones are told to the {@link RuleWatch} and not
 * judged. What is unusable by its quality is left out. Timeouts become due 1.5 s after their time, so that a reading that
 * was under way still counts; they carry the time at which they were due.
 *
 * <p>Not thread-safe. {@link #write} and {@link #read} carry it over a crash.
 */
public final class SensorJudge {

    /** Measured longer ago than this when it was stored: history, which is kept but raises nothing. */
    public static final Duration MAX_AGE = Duration.ofMinutes(15);

    /** Claims a time further ahead than this of when it was stored: kept but not judged. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    private static final long MAX_AGE_MICROS = MAX_AGE.toMillis() * 1_000;
    private static final long MAX_AHEAD_MICROS = MAX_AHEAD.toMillis() * 1_000;
    private static final long TICK_DELAY = 1_500_000;
    private static final int VERSION = 1;

    private RuleWatch watch;
    private final Map<Long, Sensor> sensors = new HashMap<>();
    private Book book = Book.EMPTY;
    private long clock = Micros.LONG_AGO;
    private long due = Micros.NEVER;

    private SensorJudge(RuleWatch watch) {
        this.watch = watch;
    }

    /** A judge that has seen nothing and follows no rules yet. */
    public static SensorJudge fresh(RuleWatch watch) {
        return new SensorJudge(watch);
    }

    /** Tells another of what goes wrong from now on. */
    public void tellTo(RuleWatch other) {
        watch = other;
    }

    /** Another judge that remembers and goes by the same. */
    public SensorJudge copy() {
        SensorJudge copy = new SensorJudge(watch);
        sensors.values().forEach(sensor -> copy.sensors.put(sensor.id(), sensor.copy()));
        copy.book = book;
        copy.clock = clock;
        copy.due = due;
        return copy;
    }

    /** Goes by another book from now on. Conditions that stay keep their memory; those that are gone end. */
    public void follow(Book changed, Consumer<Signal> out) {
        if (changed == book) {
            return;
        }
        boolean sameRules = changed.sameRules(book);
        book = changed;
        for (Sensor sensor : sensors.values()) {
            if (!sameRules || sensor.card() != book.datastream(sensor.id())) {
                sensor.follow(book, clock, out);
                due = Math.min(due, sensor.due());
            }
        }
    }

    /** The book it goes by. */
    public Book book() {
        return book;
    }

    /**
     * Judges an observation. One that claims to be measured shortly after it was stored counts as measured when it was
     * stored. Who judges history gives the time of measurement for both.
     *
     * @param value the result; NaN when it is not a number
     * @param quality {@link QualityFlag} bits
     * @param storedAt when it became durable
     * @return the time at which it counts; {@link Long#MIN_VALUE} when it was not judged
     */
    public long see(long datastream, long at, double value, int quality, long storedAt, Consumer<Signal> out) {
        clock = Math.max(clock, Math.min(at, storedAt));
        if (at > storedAt + MAX_AHEAD_MICROS) {
            watch.skipped(datastream, RuleWatch.Reason.FUTURE);
            return Long.MIN_VALUE;
        }
        if (at < storedAt - MAX_AGE_MICROS) {
            watch.skipped(datastream, RuleWatch.Reason.LATE);
            return Long.MIN_VALUE;
        }
        long counts = Math.min(at, storedAt);
        if (QualityFlag.unusable(quality)) {
            return Long.MIN_VALUE;
        }
        Sensor sensor = find(datastream, out);
        if (counts < sensor.lastAt()) {
            watch.skipped(datastream, RuleWatch.Reason.OUT_OF_ORDER);
            return Long.MIN_VALUE;
        }
        sensor.see(counts, value, watch, out);
        due = Math.min(due, sensor.due());
        return counts;
    }

    private Sensor find(long datastream, Consumer<Signal> out) {
        Sensor sensor = sensors.get(datastream);
        if (sensor == null) {
            sensor = new Sensor(datastream);
            sensors.put(datastream, sensor);
            sensor.follow(book, clock, out);
        }
        return sensor;
    }

    /**
     * A minute's mean was found more or less unusual.
     *
     * @param at the end of the minute; a minute that is not newer than the last one says nothing
     * @param score 0..1
     * @param why for people: what was expected, what was seen, which side of it is odd; null when there is nothing to say
     */
    public void score(long datastream, long at, double mean, double score, @Nullable String why, Consumer<Signal> out) {
        Sensor sensor = find(datastream, out);
        sensor.score(at, mean, score, why, watch, out);
        due = Math.min(due, sensor.due());
    }

    /** Every observation that was stored before {@code now} has been seen: timeouts become due. */
    public void tick(long now, Consumer<Signal> out) {
        long until = now - TICK_DELAY;
        clock = Math.max(clock, until);
        if (until < due) {
            return;
        }
        long next = Micros.NEVER;
        for (Sensor sensor : sensors.values()) {
            if (sensor.due() <= until) {
                sensor.advance(until, watch, out);
            }
            next = Math.min(next, sensor.due());
        }
        due = next;
    }

    /** True when the passing of time cannot change anything. */
    public boolean idle() {
        return due == Micros.NEVER;
    }

    /** How many datastreams it has seen. */
    public int size() {
        return sensors.size();
    }

    /** All it remembers. The book is not part of it. */
    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + sensors.size() * 96);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(clock);
            out.writeInt(sensors.size());
            for (Sensor sensor : sensors.values()) {
                sensor.write(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * A judge that goes on where {@link #write} was called; it must {@link #follow} a book before it judges.
     *
     * @throws IllegalArgumentException when the bytes are not of a version this one knows
     */
    public static SensorJudge read(byte[] bytes, RuleWatch watch) {
        SensorJudge judge = new SensorJudge(watch);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("memory of a sensor judge in format " + version);
            }
            judge.clock = in.readLong();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                Sensor sensor = Sensor.read(in);
                judge.sensors.put(sensor.id(), sensor);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("memory of a sensor judge is cut short", e);
        }
        return judge;
    }

    /** The number; 1 and 0 for true and false, as doors and detectors tell; NaN for everything else. */
    public static double readingOf(Observation observation) {
        String result = observation.result();
        return result == null ? observation.value() : readingOf(result);
    }

    /** The same for a result as JSON text. */
    public static double readingOf(@Nullable String result) {
        if (result == null) {
            return Double.NaN;
        }
        return switch (result) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Double.NaN;
        };
    }
}

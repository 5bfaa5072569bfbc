package org.vigilia.rules;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;

/** What the first stage remembers of one datastream: its last reading and the gauges that watch it. */
final class Sensor {

    private static final Gauge[] NONE = {};
    /** A level is told again after this time, or when it changed by more than this. */
    private static final long LEVEL_PAUSE = Micros.MINUTE;

    private static final double LEVEL_CHANGE = 2;
    private static final double LEVEL_CHANGE_DEGREES = 10;
    private static final double LEVEL_CHANGE_SPEED = 0.5;

    private final long id;
    private long lastAt = Micros.LONG_AGO;
    private long scoredAt = Micros.LONG_AGO;
    private long levelAt = Micros.LONG_AGO;
    private double level;
    private double levelChange;
    private @Nullable DatastreamCard card;
    private Gauge[] gauges = NONE;
    private List<Saved> saved = List.of();
    private long due = Micros.NEVER;

    /** A gauge as it was written down, until a book says which rule it belongs to. */
    private record Saved(String rule, int step, long fingerprint, byte[] body) {
        String key() {
            return rule + "/" + step + "/" + fingerprint;
        }
    }

    Sensor(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    long lastAt() {
        return lastAt;
    }

    long due() {
        return due;
    }

    @Nullable
    DatastreamCard card() {
        return card;
    }

    Sensor copy() {
        Sensor copy = new Sensor(id);
        copy.lastAt = lastAt;
        copy.scoredAt = scoredAt;
        copy.levelAt = levelAt;
        copy.level = level;
        copy.levelChange = levelChange;
        copy.card = card;
        copy.gauges = new Gauge[gauges.length];
        for (int i = 0; i < gauges.length; i++) {
            copy.gauges[i] = gauges[i].copy();
        }
        copy.saved = saved;
        copy.due = due;
        return copy;
    }

    void follow(Book book, long clock, Consumer<Signal> out) {
        card = book.datastream(id);
        levelChange = card == null ? 0 : levelChange(card.quantity());
        List<Probe> wanted = card == null ? List.of() : book.probesFor(card);
        Map<String, Gauge> before = new HashMap<>();
        for (Gauge gauge : gauges) {
            before.put(gauge.probe.key(), gauge);
        }
        Map<String, Saved> written = new HashMap<>();
        saved.forEach(one -> written.put(one.key(), one));
        List<Gauge> after = new ArrayList<>(wanted.size());
        for (Probe probe : wanted) {
            Gauge kept = before.remove(probe.key());
            Saved restored = written.remove(probe.key());
            after.add(kept != null ? kept : restored != null ? restore(probe, restored) : fresh(probe));
        }
        before.values().forEach(gone -> gone.close(clock, out));
        written.values().forEach(gone -> close(gone, clock, out));
        saved = List.of();
        gauges = after.toArray(NONE);
        findDue();
    }

    private Gauge fresh(Probe probe) {
        Gauge gauge = Gauge.of(probe, id);
        if (lastAt != Micros.LONG_AGO) {
            gauge.lastReading(lastAt);
        }
        return gauge;
    }

    private Gauge restore(Probe probe, Saved one) {
        Gauge gauge = Gauge.of(probe, id);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(one.body()))) {
            gauge.read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("memory of a condition is cut short", e);
        }
        return gauge;
    }

    /** The rule went, or the datastream left it, while this was only written down. */
    private void close(Saved gone, long clock, Consumer<Signal> out) {
        if (Gauge.holds(gone.body())) {
            long since = ByteBuffer.wrap(gone.body()).getLong(1);
            out.accept(new Signal(
                    Signal.Kind.ENDED,
                    gone.rule(),
                    gone.step(),
                    gone.fingerprint(),
                    id,
                    since,
                    Math.max(clock, since),
                    Double.NaN,
                    Double.NaN,
                    Gauge.NOT_ASKED));
        }
    }

    void see(long at, double value, RuleWatch watch, Consumer<Signal> out) {
        if (due < at) {
            advance(at - 1, watch, out);
        }
        lastAt = at;
        if (levelChange > 0 && (at - levelAt >= LEVEL_PAUSE || Math.abs(value - level) >= levelChange)) {
            levelAt = at;
            level = value;
            out.accept(Signal.level(id, at, value));
        }
        if (gauges.length == 0) {
            return;
        }
        long next = Micros.NEVER;
        for (Gauge gauge : gauges) {
            try {
                gauge.see(at, value, out);
            } catch (RuntimeException e) {
                watch.failed(gauge.probe.rule(), e);
            }
            next = Math.min(next, gauge.due());
        }
        due = next;
    }

    void score(long at, double mean, double score, @Nullable String why, RuleWatch watch, Consumer<Signal> out) {
        if (at <= scoredAt) {
            return;
        }
        scoredAt = at;
        if (due < at) {
            advance(at - 1, watch, out);
        }
        for (Gauge gauge : gauges) {
            try {
                gauge.score(at, mean, score, why, out);
            } catch (RuntimeException e) {
                watch.failed(gauge.probe.rule(), e);
            }
        }
        findDue();
    }

    void advance(long now, RuleWatch watch, Consumer<Signal> out) {
        for (Gauge gauge : gauges) {
            try {
                gauge.advance(now, out);
            } catch (RuntimeException e) {
                watch.failed(gauge.probe.rule(), e);
            }
        }
        findDue();
    }

    private void findDue() {
        due = Micros.NEVER;
        for (Gauge gauge : gauges) {
            due = Math.min(due, gauge.due());
        }
    }

    /** How much is news of a quantity that helps to find sources; 0 for the others. */
    private static double levelChange(Quantity quantity) {
        return switch (quantity) {
            case WIND_FROM -> LEVEL_CHANGE_DEGREES;
            case WIND_SPEED -> LEVEL_CHANGE_SPEED;
            case FILL -> LEVEL_CHANGE;
            default -> 0;
        };
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        out.writeLong(lastAt);
        out.writeLong(scoredAt);
        out.writeLong(levelAt);
        out.writeDouble(level);
        out.writeShort(gauges.length + saved.size());
        for (Gauge gauge : gauges) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (DataOutputStream inner = new DataOutputStream(body)) {
                gauge.write(inner);
            }
            write(
                    out,
                    new Saved(
                            gauge.probe.rule().value(),
                            gauge.probe.step(),
                            gauge.probe.fingerprint(),
                            body.toByteArray()));
        }
        for (Saved one : saved) {
            write(out, one);
        }
    }

    private static void write(DataOutputStream out, Saved one) throws IOException {
        out.writeUTF(one.rule());
        out.writeShort(one.step());
        out.writeLong(one.fingerprint());
        out.writeInt(one.body().length);
        out.write(one.body());
    }

    static Sensor read(DataInputStream in) throws IOException {
        Sensor sensor = new Sensor(in.readLong());
        sensor.lastAt = in.readLong();
        sensor.scoredAt = in.readLong();
        sensor.levelAt = in.readLong();
        sensor.level = in.readDouble();
        int count = in.readShort();
        List<Saved> saved = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String rule = in.readUTF();
            int step = in.readShort();
            long fingerprint = in.readLong();
            saved.add(new Saved(rule, step, fingerprint, in.readNBytes(in.readInt())));
        }
        sensor.saved = saved;
        return sensor;
    }
}

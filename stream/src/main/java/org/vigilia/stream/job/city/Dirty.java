package org.vigilia.stream.job.city;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The roll-ups that must be made anew, each with the time from which on it is worth it. What is being made stays here
 * until it is done, so that a crash in between loses nothing. Times are microseconds since 1970. Not thread-safe.
 */
final class Dirty {

    /** What is made, in the order in which one follows from another. */
    enum Kind {
        MINUTE,
        HOUR,
        DAY,
        CELL_MINUTE,
        CELL_HOUR,
        CELL_DAY
    }

    /**
     * One roll-up.
     *
     * @param id the datastream or the cell
     * @param quantity ordinal of the quantity of a cell; 0 for a datastream
     * @param at its begin
     */
    record Key(long id, int quantity, long at) {}

    private final Map<Kind, Map<Key, Long>> waiting = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Key>> taken = new EnumMap<>(Kind.class);
    private int size;

    Dirty() {
        for (Kind kind : Kind.values()) {
            waiting.put(kind, new LinkedHashMap<>());
            taken.put(kind, List.of());
        }
    }

    /** Notes one; keeps the earlier time when it is there already. */
    void add(Kind kind, Key key, long due) {
        Map<Key, Long> map = of(kind);
        Long before = map.putIfAbsent(key, due);
        if (before == null) {
            size++;
        } else if (due < before) {
            map.put(key, due);
        }
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** Takes what is due, at most so many; what was taken before must be settled. */
    List<Key> take(Kind kind, long now, int max) {
        List<Key> due = new ArrayList<>();
        Iterator<Map.Entry<Key, Long>> entries = of(kind).entrySet().iterator();
        while (due.size() < max && entries.hasNext()) {
            Map.Entry<Key, Long> entry = entries.next();
            if (entry.getValue() <= now) {
                due.add(entry.getKey());
                entries.remove();
                size--;
            }
        }
        taken.put(kind, List.copyOf(due));
        return due;
    }

    List<Key> taken(Kind kind) {
        return Objects.requireNonNull(taken.get(kind));
    }

    /** What was taken is made. */
    void settle() {
        taken.replaceAll((kind, keys) -> List.of());
    }

    /** What was taken could not be made and waits again. */
    void putBack(long due) {
        taken.forEach((kind, keys) -> keys.forEach(key -> add(kind, key, due)));
        settle();
    }

    Dirty copy() {
        Dirty copy = new Dirty();
        waiting.forEach((kind, keys) -> copy.of(kind).putAll(keys));
        copy.taken.putAll(taken);
        copy.size = size;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        for (Kind kind : Kind.values()) {
            Map<Key, Long> map = of(kind);
            List<Key> underWay = taken(kind);
            out.writeInt(map.size() + underWay.size());
            for (Map.Entry<Key, Long> entry : map.entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
            for (Key key : underWay) {
                write(out, key, Long.MIN_VALUE);
            }
        }
    }

    private static void write(DataOutput out, Key key, long due) throws IOException {
        out.writeLong(key.id());
        out.writeShort(key.quantity());
        out.writeLong(key.at());
        out.writeLong(due);
    }

    static Dirty read(DataInput in) throws IOException {
        Dirty dirty = new Dirty();
        for (Kind kind : Kind.values()) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                dirty.add(kind, new Key(in.readLong(), in.readShort(), in.readLong()), in.readLong());
            }
        }
        return dirty;
    }

    private Map<Key, Long> of(Kind kind) {
        return Objects.requireNonNull(waiting.get(kind));
    }
}

package org.vigilia.facts;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a reader has come: the highest sequence number it has seen in each part. Immutable.
 *
 * @param seqByPart parts that are missing are read from their beginning
 */
public record Position(Map<Integer, Long> seqByPart) {

    public static final Position START = new Position(Map.of());

    public Position {
        seqByPart = Map.copyOf(seqByPart);
    }

    public long seq(int part) {
        return seqByPart.getOrDefault(part, 0L);
    }

    /** This position, moved on to include an entry. */
    public Position after(Logged<?> entry) {
        Map<Integer, Long> next = new TreeMap<>(seqByPart);
        next.merge(entry.part(), entry.seq(), Math::max);
        return new Position(next);
    }
}

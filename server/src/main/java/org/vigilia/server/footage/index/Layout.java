package org.vigilia.server.footage.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays what journals tell beside each other so that every instant is one thing: recorded is stronger than deleted,
 * deleted than lost, lost than not wanted; of two causes the one told first stays. A hole of up to half a second between
 * two spans is no gap: it is given to the one told later. Not thread-safe.
 */
public final class Layout {

    /** A longer hole between two pictures is a gap. */
    public static final long NO_GAP_MICROS = 500_000;

    private final TreeMap<Long, Span> spans = new TreeMap<>();

    /** Of spans that do not overlap. */
    public Layout(Collection<Span> known) {
        known.forEach(span -> spans.put(span.startMicros(), span));
    }

    /** All spans in order, without overlap. */
    public List<Span> spans() {
        return List.copyOf(spans.values());
    }

    /** Adds a span; an empty one changes nothing. */
    public void put(Span told) {
        Span span = snapped(told);
        if (span.startMicros() >= span.endMicros()) {
            return;
        }
        split(span.startMicros());
        split(span.endMicros());
        long at = span.startMicros();
        for (Span there : inside(span)) {
            if (there.startMicros() > at) {
                place(span.between(at, there.startMicros()));
            }
            if (span.kind().compareTo(there.kind()) > 0) {
                place(span.between(there.startMicros(), there.endMicros()));
            }
            at = there.endMicros();
        }
        if (at < span.endMicros()) {
            place(span.between(at, span.endMicros()));
        }
        join(span.startMicros(), span.endMicros());
    }

    /** What was recorded between two moments is deleted now, with the slivers beside it that belonged to no file. */
    public void delete(long startMicros, long endMicros, String rule, String why) {
        split(startMicros);
        split(endMicros);
        long from = startMicros;
        long to = endMicros;
        Map.Entry<Long, Span> before = spans.lowerEntry(startMicros);
        if (before != null && sliver(before.getValue()) && before.getValue().endMicros() == startMicros) {
            from = before.getKey();
        }
        Span after = spans.get(endMicros);
        if (after != null && sliver(after)) {
            to = after.endMicros();
        }
        for (Span there : inside(new Span(from, to, Span.Kind.DELETED, rule, why))) {
            if (there.kind() == Span.Kind.RECORDED) {
                place(new Span(there.startMicros(), there.endMicros(), Span.Kind.DELETED, rule, why));
            }
        }
        join(from, to);
    }

    private static boolean sliver(Span span) {
        return span.kind() == Span.Kind.RECORDED && span.endMicros() - span.startMicros() <= NO_GAP_MICROS;
    }

    private Span snapped(Span span) {
        long start = span.startMicros();
        long end = span.endMicros();
        Map.Entry<Long, Span> before = spans.lowerEntry(start);
        if (before != null) {
            long hole = start - before.getValue().endMicros();
            start -= hole > 0 && hole <= NO_GAP_MICROS ? hole : 0;
        }
        Map.Entry<Long, Span> after = spans.ceilingEntry(end);
        if (after != null && after.getKey() - end <= NO_GAP_MICROS) {
            end = after.getKey();
        }
        return span.between(start, end);
    }

    private void place(Span span) {
        spans.put(span.startMicros(), span);
    }

    private List<Span> inside(Span span) {
        return new ArrayList<>(
                spans.subMap(span.startMicros(), true, span.endMicros(), false).values());
    }

    private void split(long at) {
        Map.Entry<Long, Span> found = spans.lowerEntry(at);
        if (found != null && found.getValue().endMicros() > at) {
            Span whole = found.getValue();
            place(whole.between(whole.startMicros(), at));
            place(whole.between(at, whole.endMicros()));
        }
    }

    /** Makes one of neighbours that are alike, from the span before {@code from} to the one that begins at {@code to}. */
    private void join(long from, long to) {
        Long key = spans.lowerKey(from);
        if (key == null) {
            key = spans.ceilingKey(from);
        }
        while (key != null && key <= to) {
            Span here = spans.get(key);
            Map.Entry<Long, Span> next = spans.higherEntry(key);
            if (here == null || next == null || next.getKey() > to) {
                return;
            }
            if (here.endMicros() == next.getKey() && here.isLike(next.getValue())) {
                spans.remove(next.getKey());
                place(here.between(here.startMicros(), next.getValue().endMicros()));
            } else {
                key = next.getKey();
            }
        }
    }
}

package org.vigilia.server.footage.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.Entry;

/**
 * Accounts for every instant of a camera from the bare entries of its journal. Shares no code with the index, on purpose:
 * it is the second opinion.
 */
final class Accounts {

    private static final long HOLE_MICROS = 500_000;
    private static final long OVERLAP_MICROS = 1_000_000;

    private final List<String> faults = new ArrayList<>();
    private final Map<String, Long> lost = new TreeMap<>();
    private final Map<String, Long> deletedBy = new TreeMap<>();
    private long recorded;
    private long notWanted;

    private record Claim(long from, long to, int strength, String reason, boolean backfill, String name) {}

    /** A moment at which a claim begins or ends. */
    private record Edge(long at, boolean begins, Claim claim) {}

    static Accounts of(List<Entry> entries) {
        Map<Long, String> gone = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Deleted deleted) {
                gone.put(deleted.segment(), deleted.rule());
            }
        }
        List<Claim> claims = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Segment s) {
                String rule = gone.get(s.number());
                claims.add(new Claim(
                        s.startMicros(),
                        s.endMicros(),
                        rule == null ? 4 : 3,
                        rule == null ? "" : rule,
                        s.origin() == Entry.Origin.BACKFILL,
                        "segment " + s.number()));
            } else if (entry instanceof Entry.Gap g) {
                int strength = g.cause() == Entry.Cause.NOT_WANTED ? 1 : 2;
                claims.add(new Claim(
                        g.startMicros(), g.endMicros(), strength, g.cause().name(), false, "gap " + g.number()));
            }
        }
        Accounts accounts = new Accounts();
        accounts.sweep(claims);
        accounts.overlaps(claims);
        return accounts;
    }

    private void sweep(List<Claim> claims) {
        List<Edge> edges = new ArrayList<>();
        for (Claim claim : claims) {
            if (claim.to > claim.from) {
                edges.add(new Edge(claim.from, true, claim));
                edges.add(new Edge(claim.to, false, claim));
            }
        }
        edges.sort(Comparator.comparingLong(Edge::at));
        List<Claim> open = new ArrayList<>();
        Claim before = null;
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            if (edge.begins) {
                open.add(edge.claim);
            } else {
                open.remove(edge.claim);
            }
            long next = i + 1 < edges.size() ? edges.get(i + 1).at : edge.at;
            if (next == edge.at) {
                continue;
            }
            Claim strongest =
                    open.stream().max(Comparator.comparingInt(Claim::strength)).orElse(null);
            if (strongest == null && next - edge.at > HOLE_MICROS) {
                faults.add("nothing tells what happened from " + Words.time(edge.at) + " to " + Words.time(next));
            }
            // a hole too short for a gap belongs to what follows it
            Claim owner = strongest != null ? strongest : edges.get(i + 1).claim;
            count(owner == null ? before : owner, next - edge.at);
            before = strongest;
        }
    }

    private void count(@Nullable Claim claim, long micros) {
        if (claim == null) {
            return;
        }
        switch (claim.strength) {
            case 4 -> recorded += micros;
            case 3 -> deletedBy.merge(claim.reason, micros, Long::sum);
            case 2 -> lost.merge(claim.reason, micros, Long::sum);
            default -> notWanted += micros;
        }
    }

    /** Two files, or a file and a gap, may not tell of the same time; only footage fetched later lies over a gap. */
    private void overlaps(List<Claim> claims) {
        List<Claim> sorted = claims.stream()
                .filter(claim -> !claim.backfill)
                .sorted(Comparator.comparingLong(Claim::from))
                .toList();
        Claim last = null;
        for (Claim claim : sorted) {
            if (last != null && last.to - claim.from > OVERLAP_MICROS) {
                faults.add(last.name + " and " + claim.name + " overlap by " + Words.seconds(last.to - claim.from)
                        + " s at " + Words.time(claim.from));
            }
            last = last == null || claim.to > last.to ? claim : last;
        }
    }

    List<String> faults() {
        return faults;
    }

    long recordedMicros() {
        return recorded;
    }

    long deletedMicros() {
        return deletedBy.values().stream().mapToLong(Long::longValue).sum();
    }

    long lostMicros() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    /** "recorded 3600.0 s, lost 12.5 s (NETWORK 12.5), deleted 0.0 s, not wanted 0.0 s, completeness 99.654 %". */
    String words() {
        long kept = recorded + deletedMicros();
        long wanted = kept + lostMicros();
        String completeness = wanted == 0 ? "100" : String.valueOf(Math.floor(kept * 1e5 / wanted) / 1e3);
        return "recorded " + Words.seconds(recorded) + " s, lost " + Words.seconds(lostMicros()) + " s" + parts(lost)
                + ", deleted " + Words.seconds(deletedMicros()) + " s" + parts(deletedBy) + ", not wanted "
                + Words.seconds(notWanted) + " s, completeness " + completeness + " %";
    }

    private static String parts(Map<String, Long> parts) {
        List<String> words = new ArrayList<>();
        parts.forEach((reason, micros) -> words.add(reason + " " + Words.seconds(micros)));
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }
}

package org.vigilia.server.footage.card;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Span;
import org.vigilia.server.footage.play.Micros;

/**
 * Which gaps of a camera are to be asked of its card now. A gap is worth it when it is longer than a second and over:
 * something that is no gap follows it. Whatever the cause, the camera may have gone on recording. Long gaps are asked for
 * in pieces, at most half an hour each, which begin at whole half hours, so that each is remembered by itself; what lies
 * close together is fetched in one go, but never what nobody wanted or what was deleted.
 */
final class Gaps {

    private static final long SHORTEST_MICROS = 1_000_000;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Cards begin with a key picture: the one before the gap is wanted, not the one after its start. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final long LONGEST_MICROS = LONGEST.toNanos() / 1000;
    private static final int GROWTH = 4;

    private final FootageSettings.Card settings;

    Gaps(FootageSettings.Card settings) {
        this.settings = settings;
    }

    /** A span without pictures. @param to not included */
    record Gap(Instant from, Instant to) {}

    /**
     * Oldest first.
     *
     * @param spans what the camera's recording is, in order of time
     * @param before what was asked of this card, oldest first
     */
    List<Gap> choose(List<Span> spans, List<CardFetch> before, Instant now) {
        List<Gap> chosen = new ArrayList<>();
        for (Gap piece : pieces(spans, now)) {
            if (!isDue(piece, before, now)) {
                continue;
            }
            Gap last = chosen.isEmpty() ? null : chosen.get(chosen.size() - 1);
            if (last != null
                    && Duration.between(last.to, piece.from).compareTo(CLOSE) <= 0
                    && Duration.between(last.from, piece.to).compareTo(LONGEST) <= 0
                    && isFree(spans, last.to, piece.from)) {
                chosen.set(chosen.size() - 1, new Gap(last.from, piece.to));
            } else {
                chosen.add(piece);
            }
        }
        return chosen;
    }

    /** From when on a gap is asked for: a little before it, where that is no matter. */
    static Instant start(Gap gap, List<Span> spans) {
        Instant before = gap.from.minus(LEAD);
        return isFree(spans, before, gap.from) ? before : gap.from;
    }

    /** Whether a time may be fetched along with gaps. */
    private static boolean isFree(List<Span> spans, Instant from, Instant to) {
        return spans.stream()
                .filter(span -> span.startMicros() < Micros.of(to) && span.endMicros() > Micros.of(from))
                .allMatch(span -> span.kind() == Span.Kind.RECORDED || span.kind() == Span.Kind.LOST);
    }

    private List<Gap> pieces(List<Span> spans, Instant now) {
        int over = spans.size();
        while (over > 0 && spans.get(over - 1).kind() == Span.Kind.LOST) {
            over--;
        }
        long latest = Micros.of(now.minus(settings.settle()));
        List<Gap> pieces = new ArrayList<>();
        for (Span span : spans.subList(0, over)) {
            if (span.kind() == Span.Kind.LOST
                    && span.endMicros() - span.startMicros() > SHORTEST_MICROS
                    && span.endMicros() <= latest) {
                cut(span, pieces);
            }
        }
        return pieces;
    }

    private static void cut(Span span, List<Gap> pieces) {
        for (long at = span.startMicros(); at < span.endMicros(); ) {
            long next = Math.min(span.endMicros(), (Math.floorDiv(at, LONGEST_MICROS) + 1) * LONGEST_MICROS);
            pieces.add(new Gap(Micros.instant(at), Micros.instant(next)));
            at = next;
        }
    }

    private boolean isDue(Gap gap, List<CardFetch> before, Instant now) {
        List<CardFetch> tries = before.stream().filter(one -> one.holds(gap)).toList();
        if (tries.isEmpty()) {
            return true;
        }
        if (tries.size() >= settings.tries()
                || tries.stream().anyMatch(one -> one.state() == CardFetch.State.FETCHED)) {
            return false;
        }
        Instant ended = tries.get(tries.size() - 1).endedAt();
        Duration pause = settings.pause().multipliedBy((long) Math.pow(GROWTH, tries.size() - 1));
        return ended != null && !now.isBefore(ended.plus(pause));
    }
}

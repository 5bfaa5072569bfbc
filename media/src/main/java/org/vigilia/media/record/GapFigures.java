package org.vigilia.media.record;

import java.util.EnumMap;
import java.util.Map;
import org.vigilia.proof.journal.Entry;

/** How long pictures were missing since media started, by cause. Thread-safe. */
public final class GapFigures {
    private final Map<Entry.Cause, Long> micros = new EnumMap<>(Entry.Cause.class);

    synchronized void count(Entry.Gap gap) {
        micros.merge(gap.cause(), gap.endMicros() - gap.startMicros(), Long::sum);
    }

    /** Seconds of that cause. */
    public synchronized double seconds(Entry.Cause cause) {
        return micros.getOrDefault(cause, 0L) / 1e6;
    }
}

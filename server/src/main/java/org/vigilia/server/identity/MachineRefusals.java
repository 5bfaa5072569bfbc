package org.vigilia.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a machine that asks for the same thing in vain a thousand times a second from filling the audit log, whose rows
 * are written one after the other for the whole city: the first refusal of a right is recorded at once, the next ones
 * are counted and told with the first one after a minute.
 *
 * <p>Remembers at most 10,000 pairs of token and right, those refused last. Kept in memory: a restart forgets what was
 * only counted. Safe for use by many threads.
 */
final class MachineRefusals {

    static final Duration RECORDED_EVERY = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<Key, Since> last = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Key, Since> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    MachineRefusals(Clock clock) {
        this.clock = clock;
    }

    private record Key(TokenId token, Right right) {}

    private record Since(Instant recorded, int notRecorded) {}

    /** @return how many were only counted since the last record, when this one is to be recorded; otherwise empty */
    synchronized OptionalInt count(TokenId token, Right right) {
        Key key = new Key(token, right);
        Instant now = clock.instant();
        Since before = last.get(key);
        if (before != null && before.recorded.plus(RECORDED_EVERY).isAfter(now)) {
            last.put(key, new Since(before.recorded, before.notRecorded + 1));
            return OptionalInt.empty();
        }
        last.put(key, new Since(now, 0));
        return OptionalInt.of(before == null ? 0 : before.notRecorded);
    }
}

package org.vigilia.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;

/**
 * Slows down whoever guesses passwords: after some wrong ones in a row for a name, or from an address, further attempts
 * are refused for a while, twice as long each time, up to 15 minutes.
 *
 * <p>Remembers at most 10,000 names and addresses, the latest. Kept in memory: a restart of the server forgets. Safe for
 * use by many threads.
 */
@Component
public class SignInThrottle {

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration MAX_LOCKOUT = Duration.ofMinutes(15);
    /** Many people may share one address. */
    private static final int ADDRESS_FACTOR = 4;

    private final ServerSettings.Identity settings;
    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Failures> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public SignInThrottle(ServerSettings.Identity settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** How long sign-in is still refused; empty when it may be tried. */
    public synchronized Optional<Duration> findLockout(String name, String address) {
        Instant now = clock.instant();
        Instant until = later(failures.get(nameKey(name)), failures.get(addressKey(address)));
        return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
    }

    public synchronized void failed(String name, String address) {
        count(nameKey(name), settings.attempts());
        count(addressKey(address), settings.attempts() * ADDRESS_FACTOR);
    }

    /** Forgives the name; the address stays suspect, or one good account would hide a thousand guesses. */
    public synchronized void succeeded(String name) {
        failures.remove(nameKey(name));
    }

    private void count(String key, int allowed) {
        Failures before = failures.getOrDefault(key, new Failures(0, Instant.EPOCH));
        int now = before.count + 1;
        Instant until = before.lockedUntil;
        if (now >= allowed) {
            int doublings = Math.min(now - allowed, 10);
            Duration lockout = settings.lockout().multipliedBy(1L << doublings);
            until = clock.instant().plus(lockout.compareTo(MAX_LOCKOUT) > 0 ? MAX_LOCKOUT : lockout);
        }
        failures.put(key, new Failures(now, until));
    }

    private static Instant later(@Nullable Failures a, @Nullable Failures b) {
        Instant first = a == null ? Instant.EPOCH : a.lockedUntil;
        Instant second = b == null ? Instant.EPOCH : b.lockedUntil;
        return first.isAfter(second) ? first : second;
    }

    private static String nameKey(String name) {
        return "n:" + name.strip().toLowerCase(java.util.Locale.ROOT);
    }

    private static String addressKey(String address) {
        return "a:" + address;
    }

    private record Failures(int count, Instant lockedUntil) {}
}

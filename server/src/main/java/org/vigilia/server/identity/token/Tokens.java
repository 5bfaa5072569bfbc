package org.vigilia.server.identity.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Machine;
import org.vigilia.server.identity.SignInThrottle;

/**
 * Says which machine shows a token. The database is asked each time, so that a revoked token is refused from the next
 * request on, on every server of the city.
 *
 * <p>Refused tokens are slowed down as wrong passwords are: after some in a row from an address the answer is 429 and
 * nothing more is written to the audit log until the lockout is over, so that a forgotten device cannot flood it. A good
 * token is never refused for that: no machine may lock out another one behind the same address, and 256 random bits
 * cannot be guessed however often somebody tries.
 *
 * <p>Safe for use by many threads.
 */
@Component
public class Tokens {

    private final TokenStore store;
    private final Audit audit;
    private final Clock clock;
    private final SignInThrottle throttle;
    private final Counter refused;

    Tokens(TokenStore store, Audit audit, Clock clock, ServerSettings.Identity settings, MeterRegistry meters) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        // one of its own: machines that fail must not keep people at the same address from signing in
        this.throttle = new SignInThrottle(settings, clock);
        this.refused = Counter.builder("vigilia.tokens.refused")
                .description("requests with a token that is unknown, expired or revoked")
                .register(meters);
    }

    /**
     * The machine that shows this token.
     *
     * @param text the whole token; anything may come from outside
     * @param address network address it came from
     * @throws Problem 401 when it is unknown, expired or revoked, or its agency is closed: the detail says which; 429
     *     when too many were refused
     */
    public Machine get(String text, String address) {
        Optional<TokenSecret> shown = TokenSecret.parse(text);
        Optional<Token> found = shown.flatMap(secret -> store.find(secret.id())
                .filter(stored -> secret.matches(stored.hash()))
                .map(TokenStore.Stored::token));
        if (found.isEmpty()) {
            Who who = new Who(null, "machine, not known", null, address);
            throw refuse(Deed.refused(who, "token.refused", "There is no such token."), shown, address);
        }
        Token token = found.get();
        Machine machine = new Machine(token.id(), token.name(), token.agency(), token.rights(), address);
        Instant now = clock.instant();
        Optional<String> fault = findFault(token, now);
        if (fault.isPresent()) {
            throw refuse(
                    Deed.refused(machine.who(), "token.refused", fault.get())
                            .to("token", token.id().value(), token.name()),
                    shown,
                    address);
        }
        Instant last = token.lastUsedAt();
        if (last == null || last.isBefore(now.minus(TokenStore.USE_NOTED_EVERY))) {
            store.noteUse(token.id(), now);
        }
        return machine;
    }

    private static Optional<String> findFault(Token token, Instant now) {
        if (!token.agency().active()) {
            return Optional.of("The agency of this token is closed.");
        }
        return switch (token.state(now)) {
            case IN_FORCE -> Optional.empty();
            case EXPIRED -> Optional.of("This token expired at " + token.expiresAt() + ".");
            case REVOKED -> Optional.of("This token was revoked at " + token.revokedAt() + ".");
        };
    }

    private Problem refuse(Deed deed, Optional<TokenSecret> shown, String address) {
        refused.increment();
        // the address is part of the name: nobody may lock out a machine elsewhere by its id, which is no secret
        String name = address + " " + shown.map(secret -> secret.id().value()).orElse("");
        Optional<Duration> lockout = throttle.findLockout(name, address);
        if (lockout.isPresent()) {
            return Problem.tooMany(deed.detail() + " Too many refused tokens; try again in "
                    + Math.max(1, lockout.get().toSeconds()) + " seconds.");
        }
        throttle.failed(name, address);
        audit.record(deed);
        return Problem.notSignedIn(deed.detail()
                + " Send 'Authorization: Bearer' with a token that an administrator made for this machine.");
    }
}

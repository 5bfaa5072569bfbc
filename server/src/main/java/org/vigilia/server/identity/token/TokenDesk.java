package org.vigilia.server.identity.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.identity.TokenId;

/** What administrators do to tokens; each deed is checked, recorded and takes effect at once. */
@Component
class TokenDesk {

    /** Most tokens in force for one agency. */
    static final int MAX_IN_FORCE = 20_000;

    private static final Duration FORGET_AFTER = Duration.ofDays(90);

    private final TokenStore store;
    private final Access access;
    private final Audit audit;
    private final Clock clock;

    TokenDesk(TokenStore store, Access access, Audit audit, Clock clock) {
        this.store = store;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** A token whose secret is known just now and never again. */
    record Fresh(Token token, TokenSecret secret) {}

    record Page(List<Token> items, int total) {}

    Page list(SignedIn by, String search, int limit, int offset) {
        Optional<AgencyId> only = access.limit(by, Right.EDIT_MACHINES);
        List<Token> items = store.list(only.orElse(null), search, clock.instant(), limit, offset);
        return new Page(items, store.count(only.orElse(null), search));
    }

    /** Makes a token for a machine of the person's own agency. @param expiresAt null: never */
    @Transactional
    Fresh make(SignedIn by, String name, Set<Right> rights, @Nullable Instant expiresAt) {
        access.require(by, Right.EDIT_MACHINES);
        checkRights(by, rights);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Problem.invalid("expiresAt", "The token would have expired already; choose a later time, or none.");
        }
        if (store.countInForceAndHold(by.agencyId(), now) >= MAX_IN_FORCE) {
            throw Problem.conflict("Your agency has " + MAX_IN_FORCE
                    + " tokens, which is the most there can be. Revoke some that no machine uses, or let several"
                    + " devices of one gateway share one.");
        }
        store.forget(by.agencyId(), now.minus(FORGET_AFTER));
        TokenSecret secret = TokenSecret.fresh();
        Token token = new Token(
                secret.id(),
                name,
                by.agency(),
                rights,
                new Token.Made(now, by.displayName()),
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS),
                null,
                null);
        store.insert(token, secret.hash(), by.id());
        audit.record(Deed.done(by.who(), "token.created")
                .to("token", token.id().value(), name)
                .because("rights " + new TreeSet<>(rights) + ", "
                        + (expiresAt == null ? "does not expire" : "expires " + expiresAt)));
        return new Fresh(token, secret);
    }

    private static void checkRights(SignedIn by, Set<Right> rights) {
        Set<Right> allowed = EnumSet.copyOf(Right.ofMachines());
        allowed.retainAll(by.rights());
        if (rights.isEmpty() || !allowed.containsAll(rights)) {
            throw Problem.invalid(
                    "rights", "Choose one or more of the rights you may give to machines: " + allowed + ".");
        }
    }

    /** Refused from the next request on. Revoking twice changes nothing. */
    @Transactional
    void revoke(SignedIn by, TokenId id) {
        Token token =
                store.find(id).map(TokenStore.Stored::token).orElseThrow(() -> Problem.notFound("token", id.value()));
        access.require(
                by, Right.EDIT_MACHINES, "token", id.value(), token.agency().id());
        if (store.revoke(id, clock.instant(), by.id())) {
            audit.record(Deed.done(by.who(), "token.revoked").to("token", id.value(), token.name()));
        }
    }
}

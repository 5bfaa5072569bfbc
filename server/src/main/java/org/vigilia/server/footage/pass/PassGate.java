package org.vigilia.server.footage.pass;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.People;
import org.vigilia.server.identity.Person;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignInThrottle;
import org.vigilia.server.identity.SignedIn;

/**
 * Says which pass a player shows, and whether it still opens anything: pass, person and right are read anew at every
 * request, so that what was revoked or taken away is refused at once.
 *
 * <p>After ten wrong passwords in a row for a pass from an address the answer is 429, and nothing more is written to the
 * audit log until the lockout is over. A good password is never refused for that: nobody may lock out another one's
 * player, and 120 random bits cannot be guessed however often somebody tries. Players try again every few seconds, so
 * any other refusal is written down once for each pass, reason and quarter of an hour.
 *
 * <p>Safe for use by many threads.
 */
@Component
class PassGate {

    private static final int ATTEMPTS = 10;
    private static final int MOST_TOLD = 10_000;
    private static final long QUARTER_SECONDS = 900;
    private static final String CHALLENGE = "Basic realm=\"Vigilia recordings\", charset=\"UTF-8\"";
    private static final String ACTION = "pass.refused";

    private final PassStore store;
    private final People people;
    private final Access access;
    private final Audit audit;
    private final Clock clock;
    private final SignInThrottle throttle;
    private final Map<Told, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    };

    PassGate(
            PassStore store, People people, Access access, Audit audit, Clock clock, ServerSettings.Identity settings) {
        this.store = store;
        this.people = people;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        // one of its own: players that fail must not keep people at the same address from signing in
        this.throttle = new SignInThrottle(
                new ServerSettings.Identity(
                        settings.secureCookies(),
                        settings.sessionIdle(),
                        ATTEMPTS,
                        settings.lockout(),
                        settings.origins()),
                clock);
    }

    /** A pass that opens something. @param owner who answers for it @param means for the audit log */
    record Opened(PlayerPass pass, SignedIn owner, String means) {}

    private record Told(String pass, String reason, long quarter) {}

    /** What a player asks for: whose pass the address names, and which camera. @param from its network address */
    record Ask(@Nullable String authorization, String pass, CameraId camera, String from) {}

    /**
     * The pass that a player shows.
     *
     * @throws Problem 401 without or with wrong credentials, 429 after too many wrong ones, 410 when the pass is over, 403
     *     when it is for something else or its owner may not any more: the detail says which
     */
    Opened open(Ask ask) {
        PlayerPass pass = known(ask);
        Instant now = clock.instant();
        Person person = people.find(pass.owner())
                .orElseThrow(() -> new IllegalStateException("pass " + pass.id() + " belongs to nobody"));
        SignedIn owner = signedIn(person, ask.from());
        switch (pass.state(now)) {
            case REVOKED ->
                throw refuse(pass, owner, "The pass was revoked at " + pass.revokedAt() + ".", Problem::gone);
            case EXPIRED -> throw refuse(pass, owner, "The pass expired at " + pass.expiresAt() + ".", Problem::gone);
            case LIVE -> {}
        }
        findFault(pass, person, owner, ask).ifPresent(fault -> {
            throw refuse(pass, owner, fault, Problem::refused);
        });
        store.noteUse(pass, now);
        return new Opened(pass, owner, "by pass " + pass.id());
    }

    /** Writes down that something outside of a pass was asked for, and says so. */
    Problem outside(Opened opened) {
        return refuse(
                opened.pass(),
                opened.owner(),
                "The pass is for another span: ask for the bytes that its playlist names.",
                Problem::refused);
    }

    private PlayerPass known(Ask ask) {
        if (ask.authorization() == null) {
            throw challenge("Use the user name and the password of a pass for players.");
        }
        Optional<Credentials> shown = Credentials.parse(ask.authorization());
        Optional<PassStore.Stored> stored =
                shown.map(Credentials::user).filter(PlayerPass::isId).flatMap(store::find);
        String name = ask.from() + " " + stored.map(each -> each.pass().id()).orElse("");
        if (shown.isPresent()
                && stored.isPresent()
                && shown.get().secret().matches(stored.get().hash())) {
            throttle.succeeded(name);
            return stored.get().pass();
        }
        Optional<Duration> lockout = throttle.findLockout(name, ask.from());
        if (lockout.isPresent()) {
            throw Problem.tooMany("Too many wrong passwords. Try again in "
                    + Math.max(1, lockout.get().toSeconds()) + " seconds.");
        }
        throttle.failed(name, ask.from());
        Deed deed = Deed.refused(
                new Who(null, "player, not known", null, ask.from()), ACTION, "wrong user name or password of a pass");
        audit.record(stored.isPresent() ? deed.to("pass", stored.get().pass().id(), null) : deed);
        throw challenge("There is no pass with this user name and password.");
    }

    private static Problem challenge(String detail) {
        Problem problem = Problem.notSignedIn(detail);
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        return problem;
    }

    private Optional<String> findFault(PlayerPass pass, Person person, SignedIn owner, Ask ask) {
        if (!pass.id().equals(ask.pass())) {
            return Optional.of("The address is that of another pass.");
        }
        if (!pass.what().camera().equals(ask.camera())) {
            return Optional.of("The pass is for another camera.");
        }
        if (!person.active() || !person.agency().active()) {
            return Optional.of("The account of whoever made the pass is closed.");
        }
        return access.may(owner, Right.PLAY_FOOTAGE, pass.what().agency()) && !person.mustChangePassword()
                ? Optional.empty()
                : Optional.of("Whoever made the pass may not play recordings of this camera any more.");
    }

    private static SignedIn signedIn(Person person, String address) {
        return new SignedIn(person.id(), person.name(), person.displayName(), person.role(), person.agency(), address);
    }

    private Problem refuse(PlayerPass pass, SignedIn owner, String reason, Function<String, Problem> problem) {
        Told one = new Told(pass.id(), reason, clock.instant().getEpochSecond() / QUARTER_SECONDS);
        synchronized (told) {
            if (told.containsKey(one)) {
                return problem.apply(reason);
            }
        }
        audit.record(Deed.refused(owner.who(), ACTION, reason).to("pass", pass.id(), null));
        synchronized (told) {
            told.put(one, true);
        }
        return problem.apply(reason);
    }
}

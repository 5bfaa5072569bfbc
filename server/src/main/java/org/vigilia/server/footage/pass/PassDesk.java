package org.vigilia.server.footage.pass;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.footage.play.Door;
import org.vigilia.server.footage.play.Excerpts;
import org.vigilia.server.footage.play.Micros;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;

/** What people do with their passes; each deed is checked, recorded and takes effect at once. */
@Component
class PassDesk {

    /** Most passes of a person that open something. */
    static final int MOST_LIVE = 20;

    /** Most that are stored for a person, with those that are over and not yet forgotten. */
    static final int MOST = 200;

    static final Duration USUAL = Duration.ofHours(4);
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(PassDesk.class);
    private static final Duration BEFORE_NOW = Duration.ofMinutes(1);
    private static final Duration FORGET_AFTER = Duration.ofDays(7);

    private final PassStore store;
    private final Excerpts excerpts;
    private final Door door;
    private final Audit audit;
    private final Clock clock;

    PassDesk(PassStore store, Excerpts excerpts, Door door, Audit audit, Clock clock) {
        this.store = store;
        this.excerpts = excerpts;
        this.door = door;
        this.audit = audit;
        this.clock = clock;
    }

    /** A pass whose secret is known just now and never again. */
    record Fresh(PlayerPass pass, PassSecret secret) {}

    /** What is wished for. @param from null: a minute ago @param to null: it grows @param valid null: four hours */
    record Wish(
            CameraId camera,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Duration valid) {}

    /** Makes a pass for what the person may see. */
    @Transactional
    Fresh make(SignedIn by, Wish wish) {
        Camera camera = door.open(by, wish.camera());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant to = wish.to();
        Instant end = to == null ? now : to;
        Instant from = wish.from() == null ? end.minus(BEFORE_NOW) : wish.from();
        Door.requireSpan(from, end, PlayerPass.LONGEST);
        if (end.isAfter(now.plus(BEFORE_NOW))) {
            throw Problem.invalid("to", "'to' lies in the future. Leave it out for a pass that grows.");
        }
        Duration valid = wish.valid() == null ? USUAL : wish.valid();
        if (valid.compareTo(SHORTEST) < 0 || valid.compareTo(LONGEST) > 0) {
            throw Problem.invalid("validMinutes", "A pass is valid for 1 minute to " + LONGEST.toHours() + " hours.");
        }
        PlayerPass.What what = new PlayerPass.What(camera.id(), camera.agency().id(), from, to);
        if (to != null && !excerpts.isThere(new Excerpts.Excerpt(camera.id(), Micros.of(from), Micros.of(to)))) {
            throw Problem.notFound("recording of this camera between", from + "' and '" + to);
        }
        store.hold(by.id());
        requireRoom(store.list(by.id()), now);
        PassSecret secret = PassSecret.fresh();
        PlayerPass pass = new PlayerPass(FreshId.of("pass"), by.id(), what, now, now.plus(valid), null, null);
        store.insert(pass, secret.hash());
        audit.record(Deed.done(by.who(), "pass.created")
                .to("camera", camera.id().value(), camera.name())
                .because("pass " + pass.id() + " for other players, recordings from " + from + " "
                        + (to == null ? "on" : "to " + to) + ", valid until " + pass.expiresAt()));
        return new Fresh(pass, secret);
    }

    private static void requireRoom(List<PlayerPass> all, Instant now) {
        long live = all.stream()
                .filter(pass -> pass.state(now) == PlayerPass.State.LIVE)
                .count();
        if (live >= MOST_LIVE) {
            throw Problem.conflict(
                    "You have " + MOST_LIVE + " passes, which is the most there can be. Revoke one you do not need.");
        }
        if (all.size() >= MOST) {
            throw Problem.conflict("You made " + MOST + " passes within " + FORGET_AFTER.toDays()
                    + " days, which is the most there can be. Use those you have.");
        }
    }

    List<PlayerPass> list(SignedIn by) {
        return store.list(by.id());
    }

    /** Refused from the next request on, for good. Revoking twice changes nothing. */
    @Transactional
    void revoke(SignedIn by, String id) {
        PlayerPass pass = store.find(id)
                .map(PassStore.Stored::pass)
                .filter(each -> each.owner().equals(by.id()))
                .orElseThrow(() -> Problem.notFound("pass", id));
        if (store.revoke(id, clock.instant())) {
            audit.record(Deed.done(by.who(), "pass.revoked")
                    .to("camera", pass.what().camera().value(), null)
                    .because("pass " + id));
        }
    }

    /** Forgets those that have been over for a week. */
    @Scheduled(fixedDelayString = "1h", initialDelayString = "1m")
    void tidy() {
        try {
            store.forget(clock.instant().minus(FORGET_AFTER));
        } catch (DataAccessException | TransactionException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("old passes are forgotten later");
        }
    }
}

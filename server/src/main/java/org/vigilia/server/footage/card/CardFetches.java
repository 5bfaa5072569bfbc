package org.vigilia.server.footage.card;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Database;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Follower;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.Span;
import org.vigilia.server.footage.keep.CardAddress;
import org.vigilia.server.footage.keep.DiskWatch;
import org.vigilia.server.footage.keep.Policies;
import org.vigilia.server.footage.play.Micros;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/**
 * Has gaps filled from the cameras' own cards: looks for gaps of each camera that has the address of one, asks media to
 * fetch them, one span of a camera at a time, and remembers how that went. Asks for nothing while the camera is away or
 * the disk of recordings is full. See decision 0041-back-fill-beside-the-live.
 */
@Component
public class CardFetches {

    private static final Logger LOG = LoggerFactory.getLogger(CardFetches.class);

    private static final Duration KEPT = Duration.ofDays(30);

    private final CardStore store;
    private final Policies policies;
    private final Gaps gaps;
    private final Recorder recorder;
    private final Surround surround;
    /** Whether something may be under way: after a start nobody knows. */
    private boolean waiting = true;

    /** Media and what is known of it. */
    @Component
    record Recorder(MediaArchive media, Follower follower, FootageIndex index, DiskWatch disk) {}

    /** What it works with. */
    @Component
    record Surround(
            FootageSettings settings,
            Cameras cameras,
            Audit audit,
            Database database,
            Clock clock,
            MeterRegistry metrics) {}

    CardFetches(CardStore store, Policies policies, Recorder recorder, Surround surround) {
        this.store = store;
        this.policies = policies;
        this.gaps = new Gaps(surround.settings().card());
        this.recorder = recorder;
        this.surround = surround;
    }

    /** What was asked last of each camera's card; those of which nothing was ever asked are missing. */
    public Map<CameraId, CardFetch> latest() {
        return store.latest();
    }

    @Scheduled(fixedDelayString = "${footage.card.every:1m}", initialDelayString = "${footage.card.every:1m}")
    synchronized void look() {
        if (!surround.database().ready()) {
            return;
        }
        try {
            store.deleteBefore(surround.clock().instant().minus(KEPT));
            for (Map.Entry<CameraId, String> card : policies.cards().entrySet()) {
                ask(card.getKey(), card.getValue());
            }
        } catch (IOException | DataAccessException | TransactionException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("gaps cannot be filled now");
        }
    }

    /** How it goes with what media was asked for; what has ended makes room for the next. */
    @Scheduled(fixedDelay = 1_000)
    synchronized void follow() {
        if (!waiting || !surround.database().ready()) {
            return;
        }
        try {
            List<CardFetch> asked = store.listAsked();
            waiting = !asked.isEmpty();
            if (!waiting) {
                return;
            }
            MediaArchive.Status status = recorder.media().status();
            for (CardFetch one : asked) {
                follow(one, status);
            }
        } catch (IOException | DataAccessException | TransactionException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("fetching from cards cannot be followed now");
        }
    }

    private void follow(CardFetch asked, MediaArchive.Status status) throws IOException {
        Optional<MediaArchive.Backfill> told = status.cameras().stream()
                .filter(camera -> camera.id().equals(asked.camera()))
                .flatMap(camera -> Optional.ofNullable(camera.backfill()).stream())
                .filter(one -> one.from().equals(asked.from()) && one.to().equals(asked.to()))
                .findFirst();
        if (told.isEmpty()) {
            end(asked, CardFetch.State.FAILED, 0, "media was restarted while it fetched");
        } else if (!told.get().state().equals("RUNNING")) {
            MediaArchive.Backfill done = told.get();
            end(asked, state(done), done.pictures(), done.detail());
        } else {
            return;
        }
        String address = policies.cards().get(asked.camera());
        if (address != null) {
            ask(asked.camera(), address);
        }
    }

    private static CardFetch.State state(MediaArchive.Backfill done) {
        if (done.pictures() > 0) {
            return done.state().equals("DONE") && done.detail().isEmpty()
                    ? CardFetch.State.FETCHED
                    : CardFetch.State.PARTLY;
        }
        return done.state().equals("DONE") ? CardFetch.State.NOTHING : CardFetch.State.FAILED;
    }

    private void end(CardFetch asked, CardFetch.State state, int pictures, String detail) {
        surround.metrics()
                .counter("footage.card.fetches", "outcome", state.name())
                .increment();
        surround.metrics().counter("footage.card.pictures").increment(pictures);
        String what = asked.from() + " to " + asked.to() + ": " + pictures + " pictures"
                + (detail.isEmpty() ? "" : "; " + detail);
        String name = surround.cameras().find(asked.camera()).map(Camera::name).orElse(null);
        Deed deed = pictures > 0
                ? Deed.done(Who.SERVER, "footage.card-fetched").because(what)
                : Deed.failed(Who.SERVER, "footage.card-fetched", what);
        // first written down: whoever sees how it ended finds it there
        surround.audit().record(deed.to("camera", asked.camera().value(), name));
        store.end(asked.camera(), state, pictures, detail, surround.clock().instant());
        LOG.atInfo()
                .addKeyValue("camera", asked.camera())
                .addKeyValue("outcome", state)
                .addKeyValue("pictures", pictures)
                .addKeyValue("reason", detail)
                .log("a gap was asked of a camera's card");
    }

    private void ask(CameraId camera, String address) throws IOException {
        Instant now = surround.clock().instant();
        Camera known = surround.cameras().find(camera).orElse(null);
        if (known == null
                || isAway(camera)
                || recorder.disk().state() == DiskWatch.State.FULL
                || store.isAsking(camera)) {
            return;
        }
        Instant since = now.minus(surround.settings().card().reach());
        List<CardFetch> before = store.list(camera, address, since);
        List<Span> spans = recorder.index().spans(camera, Micros.of(since), Micros.of(now));
        List<Gaps.Gap> chosen = gaps.choose(spans, before, now);
        if (!chosen.isEmpty()) {
            Gaps.Gap first = chosen.get(0);
            ask(known, address, new Gaps.Gap(Gaps.start(first, spans), first.to()), now);
        }
    }

    private void ask(Camera camera, String address, Gaps.Gap span, Instant now) throws IOException {
        store.ask(camera.id(), span, address, now);
        waiting = true;
        CardFetch asked = new CardFetch(camera.id(), span.from(), span.to(), CardFetch.State.ASKED, 0, "", now, null);
        Optional<String> wrong = CardAddress.findFault(address, camera);
        if (wrong.isPresent()) {
            end(asked, CardFetch.State.FAILED, 0, wrong.get());
            return;
        }
        try {
            recorder.media().backfill(camera.id(), span.from(), span.to(), address);
        } catch (MediaArchive.Refused e) {
            if (e.status() == 400) {
                end(asked, CardFetch.State.FAILED, 0, String.valueOf(e.getMessage()));
            } else {
                // it counts as no try
                store.forget(camera.id());
            }
        } catch (IOException e) {
            store.forget(camera.id());
            throw e;
        }
    }

    /** Where the camera cannot be reached its card cannot either, and tries would be spent for nothing. */
    private boolean isAway(CameraId camera) {
        MediaArchive.Status status = recorder.follower().status();
        return status == null
                || status.cameras().stream()
                        .filter(one -> one.id().equals(camera))
                        .noneMatch(one -> !one.state().equals("GAP"));
    }
}

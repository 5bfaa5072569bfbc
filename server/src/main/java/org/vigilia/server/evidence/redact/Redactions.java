package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.CustodyLog;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.ExhibitStore;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Maker;
import org.vigilia.server.evidence.Turns;
import org.vigilia.server.footage.Redactor;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hides people and plates in clips: everybody is looked for, a person decides, and a derived exhibit is made that points
 * to its original (decision 0050). The clip lies unencrypted in a folder that only the server may read for as long as it
 * is worked on. Thread-safe.
 */
@Component
class Redactions implements DisposableBean {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_WAITING = 50;

    private final RedactionStore store;
    private final ExhibitStore made;
    private final Exhibits exhibits;
    private final Cases cases;
    private final Maker maker;
    private final CustodyLog custody;
    private final Audit audit;
    private final Redactor redactor;
    private final Clock clock;
    private final Workbench bench;
    private final Turns turns = new Turns("redaction", MAX_WAITING);

    Redactions(
            RedactionStore store,
            ExhibitStore made,
            Exhibits exhibits,
            Cases cases,
            Maker maker,
            CustodyLog custody,
            Audit audit,
            Redactor redactor,
            Clock clock,
            Workbench bench) {
        this.store = store;
        this.made = made;
        this.exhibits = exhibits;
        this.cases = cases;
        this.maker = maker;
        this.custody = custody;
        this.audit = audit;
        this.redactor = redactor;
        this.clock = clock;
        this.bench = bench;
    }

    /** What was under way is begun again. */
    @EventListener
    @Order(1)
    void resume(DatabaseReady ready) {
        for (Redaction left : store.listIn(Redaction.State.PROPOSING)) {
            start(left.id(), () -> propose(left.id()));
        }
        for (Redaction left : store.listIn(Redaction.State.RENDERING)) {
            store.fail(left.id(), "the server was restarted while this was made; begin again");
        }
    }

    /** Begins to look for everybody in a clip. */
    Redaction begin(SignedIn person, String exhibit, RedactionWish wish, @Nullable String why) {
        Exhibit original = exhibits.getReady(person, exhibit, Right.WORK_EVIDENCE);
        Workbench.video(original, "redact");
        if (!redactor.available()) {
            throw Problem.unavailable(
                    "Nothing can be redacted here: there is no vision module on the server's machine.");
        }
        if (why == null || why.isBlank()) {
            throw Problem.invalid("why", "Say why this is redacted, such as 'subject access of 28 November'.");
        }
        String id = FreshId.of("redaction");
        store.add(id, original.id(), wish, why.strip(), clock.instant(), Exhibits.name(person));
        custody.add(original.id(), Exhibits.name(person), "redaction begun", why.strip());
        audit.record(Deed.done(person.who(), "redaction.begun")
                .to("exhibit", original.id(), original.title())
                .because(why.strip()));
        start(id, () -> propose(id));
        return get(person, id, Right.WORK_EVIDENCE);
    }

    Redaction get(SignedIn person, String id, Right right) {
        Redaction found = store.find(id).orElseThrow(() -> Problem.notFound("redaction", id));
        exhibits.get(person, found.exhibit(), right);
        return found;
    }

    List<Redaction> list(SignedIn person, String exhibit) {
        return store.list(exhibits.get(person, exhibit, Right.SEE_EVIDENCE).id());
    }

    /** What a person decided. */
    Redaction change(SignedIn person, String id, RedactionPlan plan) {
        Redaction found = get(person, id, Right.WORK_EVIDENCE);
        plan.check();
        RedactionPlan before = found.plan();
        if (before == null || !store.change(id, withSizeOf(before, plan), clock.instant(), Exhibits.name(person))) {
            throw Problem.conflict("This redaction is not under review; it is " + found.state() + ".");
        }
        return get(person, id, Right.WORK_EVIDENCE);
    }

    private static RedactionPlan withSizeOf(RedactionPlan found, RedactionPlan wanted) {
        return new RedactionPlan(
                found.widthPx(), found.heightPx(), found.durationMs(), wanted.style(), wanted.tracks());
    }

    /** Makes the derived exhibit. */
    Redaction render(SignedIn person, String id) {
        Redaction found = get(person, id, Right.WORK_EVIDENCE);
        if (found.state() != Redaction.State.REVIEW) {
            throw Problem.conflict("This redaction is not under review; it is " + found.state() + ".");
        }
        Exhibit original = exhibits.getReady(person, found.exhibit(), Right.WORK_EVIDENCE);
        EvidenceCase about = cases.get(person, original.caseId(), Right.WORK_EVIDENCE);
        Exhibit derived = exhibits.ask(
                person.who(),
                Exhibits.name(person),
                about,
                Exhibit.Kind.CLIP,
                original.title() + ", redacted",
                found.why(),
                original.wish(),
                original.id());
        if (!store.render(id, derived.id())) {
            made.fail(derived.id(), "it was begun twice");
            throw Problem.conflict("This redaction is being made already.");
        }
        start(id, () -> make(id, original, derived));
        return get(person, id, Right.WORK_EVIDENCE);
    }

    private void start(String id, Turns.Work work) {
        if (!turns.add(id, work, why -> failed(id, why))) {
            failed(id, "too many redactions are waiting; try again later");
        }
    }

    private void failed(String id, String why) {
        store.fail(id, why);
        store.find(id).map(Redaction::derived).ifPresent(derived -> made.fail(derived, why));
    }

    private void propose(String id) throws IOException, InterruptedException {
        Redaction found = store.find(id).orElseThrow();
        Exhibit original = made.find(found.exhibit()).orElseThrow();
        Path work = bench.open(id);
        try {
            Path clip = bench.decrypt(original, Workbench.video(original, "redact"), work);
            Path plan = work.resolve("plan.json");
            redactor.propose(clip, plan, Turns.seldom(share -> store.progress(id, share)));
            RedactionPlan all = JSON.readValue(Files.readString(plan), RedactionPlan.class);
            store.proposed(id, all.by(store.wish(id)));
        } finally {
            Workbench.clear(work);
        }
    }

    private void make(String id, Exhibit original, Exhibit derived) throws IOException, InterruptedException {
        RedactionPlan chosen =
                java.util.Objects.requireNonNull(store.find(id).orElseThrow().plan());
        Path work = bench.open(id);
        try {
            Path clip = bench.decrypt(original, Workbench.video(original, "redact"), work);
            Path plan = Files.writeString(work.resolve("plan.json"), JSON.writeValueAsString(chosen));
            Path out = work.resolve("out.mp4");
            DoubleConsumer progress = Turns.seldom(share -> {
                store.progress(id, share);
                made.progress(derived.id(), share * 0.95);
            });
            redactor.render(clip, plan, out, progress);
            maker.sealDerived(derived, original, chosen.words(), out, List.of());
            custody.add(
                    original.id(),
                    derived.createdBy(),
                    "redacted",
                    "exhibit " + derived.number() + ": " + chosen.words());
            store.ready(id);
        } finally {
            Workbench.clear(work);
        }
    }

    @Override
    public void destroy() {
        turns.close();
    }
}

package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.ExhibitStore;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Maker;
import org.vigilia.server.evidence.Turns;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.Redactor;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes time and place into the pictures of a clip: a derived exhibit that points to its original (decision 0053).
 * Thread-safe.
 */
@Component
class Overlays implements DisposableBean {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_WAITING = 50;
    private static final String ADDED = ", with time and place";

    private final ExhibitStore made;
    private final Exhibits exhibits;
    private final Cases cases;
    private final Maker maker;
    private final Workbench bench;
    private final Eye eye;
    private final Turns turns = new Turns("overlay", MAX_WAITING);

    /** What draws, and the time zone of this place. */
    @Component("overlayEye")
    record Eye(Redactor redactor, FootageSettings footage) {}

    Overlays(ExhibitStore made, Exhibits exhibits, Cases cases, Maker maker, Workbench bench, Eye eye) {
        this.made = made;
        this.exhibits = exhibits;
        this.cases = cases;
        this.maker = maker;
        this.bench = bench;
        this.eye = eye;
    }

    /** Where the text stands. */
    enum Place {
        /** In a black band above the picture, which covers nothing, and which no player covers with its buttons. */
        ABOVE,
        /** Over the upper edge of the picture. */
        TOP,
        /** Over the lower edge of the picture. */
        BOTTOM
    }

    /** What the vision module is told. */
    record Plan(
            Place place,
            Instant firstPicture,
            @Nullable String zone,
            String certainty,
            String camera,
            List<String> about) {}

    /** Begins to make it; the derived exhibit, in the making. */
    Exhibit begin(SignedIn person, String id, @Nullable Place place, @Nullable String why) {
        Exhibit original = exhibits.getReady(person, id, Right.WORK_EVIDENCE);
        String file = Workbench.video(original, "write into");
        Seal.Recording recording = recording(original);
        if (!eye.redactor().available()) {
            throw Problem.unavailable(
                    "Nothing can be written into pictures here: there is no vision module on the server's machine.");
        }
        EvidenceCase about = cases.get(person, original.caseId(), Right.WORK_EVIDENCE);
        String title = original.title();
        String shorter = title.substring(0, Math.min(title.length(), 200 - ADDED.length()));
        Exhibit derived = exhibits.ask(
                person.who(),
                Exhibits.name(person),
                about,
                Exhibit.Kind.CLIP,
                shorter + ADDED,
                why,
                original.wish(),
                original.id());
        ZoneId zone = eye.footage().zone();
        Plan plan = new Plan(
                place == null ? Place.ABOVE : place,
                recording.firstPicture(),
                zone.normalized().equals(ZoneOffset.UTC) ? null : zone.getId(),
                (recording.clock().equals("RTCP") ? "camera's clock" : "recorder's clock") + " ±"
                        + recording.uncertaintyMs() + " ms",
                recording.cameraName(),
                List.of(
                        "Case " + about.number() + ", exhibit " + derived.number() + " from " + original.number(),
                        person.agency().name()));
        boolean waits = turns.add(
                derived.id(), () -> make(original, file, derived, plan), failure -> made.fail(derived.id(), failure));
        if (!waits) {
            made.fail(derived.id(), "too many clips are being written into; try again later");
        }
        return made.find(derived.id()).orElseThrow();
    }

    /** When its pictures were taken; of a derived clip that of its original. */
    private Seal.Recording recording(Exhibit exhibit) {
        Exhibit at = exhibit;
        while (true) {
            Seal seal = Exhibits.ready(at).read();
            if (seal.recording() != null) {
                return seal.recording();
            }
            if (at.derivedFrom() == null) {
                throw Problem.conflict("It is not known when these pictures were taken: this file was brought in.");
            }
            at = made.find(at.derivedFrom()).orElseThrow();
        }
    }

    private void make(Exhibit original, String file, Exhibit derived, Plan plan)
            throws IOException, InterruptedException {
        Path work = bench.open(derived.id());
        try {
            Path clip = bench.decrypt(original, file, work);
            Path written = Files.writeString(work.resolve("plan.json"), JSON.writeValueAsString(plan));
            Path out = work.resolve("out.mp4");
            List<String> notes = eye.redactor()
                    .overlay(clip, written, out, Turns.seldom(share -> made.progress(derived.id(), share * 0.95)));
            List<String> all = new ArrayList<>(notes);
            all.add("The time in a picture is when that picture was taken. In a pause of the recording the last"
                    + " picture and its time stand still.");
            String how = "time and place were written into each picture "
                    + switch (plan.place()) {
                        case ABOVE -> "above it; nothing of it is covered";
                        case TOP -> "over its upper edge";
                        case BOTTOM -> "over its lower edge";
                    };
            maker.sealDerived(derived, original, how, out, all);
            exhibits.note(original.id(), derived.createdBy(), "copied with time", "exhibit " + derived.number());
        } finally {
            Workbench.clear(work);
        }
    }

    @Override
    public void destroy() {
        turns.close();
    }
}

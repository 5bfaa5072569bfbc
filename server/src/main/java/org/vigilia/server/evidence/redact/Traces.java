package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.EvidenceSettings;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Turns;
import org.vigilia.server.footage.Redactor;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out which opening of a share a copy that got out was made for (decision 0052). The file is looked at and then
 * deleted; what was found stays. Thread-safe.
 */
@Component
class Traces implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_WAITING = 4;
    /** An opening is named when chance would name any of them at most once in a million times. */
    private static final double CERTAIN = 1e-6;

    private static final double ALIKE = 0.5;

    private final TraceStore store;
    private final Exhibits exhibits;
    private final Openings openings;
    private final MarkKeys keys;
    private final Workbench bench;
    private final Look look;
    private final Turns turns = new Turns("trace", MAX_WAITING);

    /** What compares, and how large a file may be. */
    @Component("traceLook")
    record Look(Redactor redactor, EvidenceSettings settings, Clock clock) {}

    Traces(TraceStore store, Exhibits exhibits, Openings openings, MarkKeys keys, Workbench bench, Look look) {
        this.store = store;
        this.exhibits = exhibits;
        this.openings = openings;
        this.keys = keys;
        this.bench = bench;
        this.look = look;
    }

    @EventListener
    void resume(DatabaseReady ready) {
        store.failAll("the server was restarted while this was compared; bring the file again");
    }

    /** Takes the file and begins to compare it. */
    Trace begin(SignedIn person, String id, String name, @Nullable String why, InputStream copy) throws IOException {
        Exhibit exhibit = exhibits.getReady(person, id, Right.WORK_EVIDENCE);
        if (why == null || why.isBlank()) {
            throw Problem.invalid("why", "Say why this is traced, such as 'found on a video portal on 28 November'.");
        }
        if (name.isBlank() || name.length() > 200) {
            throw Problem.invalid("name", "A file needs a name of 1 to 200 characters.");
        }
        List<Openings.Copied> candidates = openings.of(exhibit.id());
        if (candidates.isEmpty()) {
            throw Problem.conflict(
                    "No marked copy of this exhibit was ever made, so there is nothing to compare with.");
        }
        if (!look.redactor().available()) {
            throw Problem.unavailable(
                    "Nothing can be compared here: there is no vision module on the server's machine.");
        }
        if (turns.full()) {
            throw Problem.tooMany("Many files are being compared. Try again in a few minutes.");
        }
        String trace = FreshId.of("trace");
        Path work = bench.open(trace);
        boolean begun = false;
        try {
            Path file = work.resolve("copy");
            String sha256 = take(copy, file);
            Trace fresh = new Trace(
                    trace,
                    exhibit.id(),
                    name.strip(),
                    sha256,
                    Trace.State.WORKING,
                    0,
                    "",
                    null,
                    why.strip(),
                    look.clock().instant().truncatedTo(ChronoUnit.MICROS),
                    Exhibits.name(person));
            store.add(fresh);
            exhibits.touched(person.who(), Exhibits.name(person), exhibit, "traced", name.strip() + ": " + why.strip());
            begun = turns.add(
                    trace, () -> run(fresh, exhibit, candidates, work, file), failure -> store.fail(trace, failure));
            if (!begun) {
                store.fail(trace, "too many files are being compared; try again later");
            }
        } finally {
            if (!begun) {
                Workbench.clear(work);
            }
        }
        return store.find(trace).orElseThrow();
    }

    private String take(InputStream from, Path to) throws IOException {
        MessageDigest digest = Hash.start();
        byte[] buffer = new byte[1 << 16];
        long taken = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                taken += read;
                if (taken > look.settings().uploadBytes()) {
                    throw Problem.tooLarge("A file may have " + look.settings().uploadBytes() + " bytes at most.");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        if (taken == 0) {
            throw Problem.invalid("file", "The file is empty.");
        }
        return Hash.hex(digest.digest());
    }

    Trace get(SignedIn person, String id) {
        Trace found = store.find(id).orElseThrow(() -> Problem.notFound("trace", id));
        exhibits.get(person, found.exhibit(), Right.WORK_EVIDENCE);
        return found;
    }

    List<Trace> list(SignedIn person, String exhibit) {
        return store.list(exhibits.get(person, exhibit, Right.WORK_EVIDENCE).id());
    }

    /** How many marked copies of an exhibit were made. */
    int copies(String exhibit) {
        return openings.of(exhibit).size();
    }

    private void run(Trace trace, Exhibit exhibit, List<Openings.Copied> candidates, Path work, Path file)
            throws IOException, InterruptedException {
        try {
            List<Openings.Copied> same = candidates.stream()
                    .filter(each -> each.sha256().equals(trace.sha256()))
                    .toList();
            Trace.Result result =
                    same.isEmpty() ? compare(trace, exhibit, candidates, work, file) : exact(candidates, same);
            store.done(trace.id(), result);
            exhibits.note(exhibit.id(), trace.createdBy(), "trace found", result.words());
        } catch (IOException e) {
            throw new IOException("It could not be compared: is it a video or a picture? " + e.getMessage(), e);
        } finally {
            try {
                Workbench.clear(work);
            } catch (IOException left) {
                LOG.atWarn().addKeyValue("trace", trace.id()).log("what was traced could not be deleted");
            }
        }
    }

    private static Trace.Result exact(List<Openings.Copied> all, List<Openings.Copied> same) {
        List<Trace.Named> named =
                same.stream().map(each -> named(each, true, 0, 0)).toList();
        return new Trace.Result(count(all), 0, 1, 0, named, 0, words(count(all), 1, named));
    }

    private static int count(List<Openings.Copied> copies) {
        return (int) copies.stream().map(Openings.Copied::opening).distinct().count();
    }

    private static Trace.Named named(Openings.Copied copy, boolean exact, double z, double chance) {
        return new Trace.Named(
                copy.opening(), copy.share(), copy.label(), copy.openedAt(), copy.address(), exact, z, chance);
    }

    /** What the vision module is told, and what it answers. */
    record Plan(List<Key> openings) {}

    /** The key of an opening's mark. */
    record Key(String id, byte[] key) {}

    /** What the vision module found. */
    record Answer(int pictures, double likeness, long beginsAtMs, List<Found> openings) {}

    /** How far one opening's mark agrees. */
    record Found(String opening, double z, double chance) {}

    private Trace.Result compare(Trace trace, Exhibit exhibit, List<Openings.Copied> candidates, Path work, Path file)
            throws IOException, InterruptedException {
        Path original = bench.decrypt(exhibit, like(exhibit, file), work);
        List<Key> all = candidates.stream()
                .map(Openings.Copied::opening)
                .distinct()
                .map(opening -> new Key(opening, keys.of(opening)))
                .toList();
        Path plan = Files.writeString(work.resolve("plan.json"), JSON.writeValueAsString(new Plan(all)));
        Path out = work.resolve("found.json");
        look.redactor().trace(original, file, plan, out, Turns.seldom(share -> store.progress(trace.id(), share)));
        Answer answer = JSON.readValue(Files.readString(out), Answer.class);
        List<Trace.Named> named = new ArrayList<>();
        double next = 0;
        for (Found found : answer.openings()) {
            if (answer.likeness() >= ALIKE && found.chance() <= CERTAIN) {
                candidates.stream()
                        .filter(each -> each.opening().equals(found.opening()))
                        .findFirst()
                        .ifPresent(each -> named.add(named(each, false, found.z(), found.chance())));
            } else {
                next = Math.max(next, found.z());
            }
        }
        return new Trace.Result(
                all.size(),
                answer.pictures(),
                answer.likeness(),
                answer.beginsAtMs(),
                named,
                next,
                words(all.size(), answer.likeness(), named));
    }

    /** The file of the exhibit that this may be a copy of: of a picture the picture, where there is one. */
    private static String like(Exhibit exhibit, Path copy) throws IOException {
        byte[] head = new byte[3];
        try (InputStream in = Files.newInputStream(copy)) {
            in.readNBytes(head, 0, head.length);
        }
        boolean picture = head[0] == (byte) 0xff && head[1] == (byte) 0xd8 || head[0] == (byte) 0x89 && head[1] == 'P';
        List<FileSeal> files = Exhibits.ready(exhibit).read().files().stream()
                .filter(Copies::marks)
                .toList();
        return files.stream()
                .filter(each -> each.mediaType().startsWith("image/") == picture)
                .findFirst()
                .or(() -> files.stream().findFirst())
                .map(FileSeal::name)
                .orElseThrow(() -> new IOException("the exhibit has no pictures"));
    }

    private static String words(int openings, double likeness, List<Trace.Named> named) {
        String of = openings == 1 ? "the one opening" : openings + " openings";
        if (likeness < ALIKE) {
            return "This is no copy of this exhibit: the pictures are not alike.";
        }
        if (named.isEmpty()) {
            return "The mark of none of " + of + " is in it: it is no marked copy, or too little of the mark is left.";
        }
        List<String> each = new ArrayList<>();
        for (Trace.Named one : named) {
            String sure = one.exact()
                    ? "byte for byte the copy that was sent"
                    : String.format(Locale.ROOT, "agreement %.1f, chance at most %.0e", one.z(), one.chance());
            each.add(one.opening() + " for " + one.label() + " (" + sure + ")");
        }
        return "Of " + of + " it is " + String.join(" and ", each) + ".";
    }

    @Override
    public void destroy() {
        turns.close();
    }
}

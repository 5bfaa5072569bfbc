package org.vigilia.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** The exhibits: who may see them, how they are asked for and read. Thread-safe. */
@Component
public class Exhibits {
    private final ExhibitStore store;
    private final Cases cases;
    private final Vault vault;
    private final CustodyLog custody;
    private final Audit audit;
    private final EvidenceStore folders;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Exhibits(
            ExhibitStore store,
            Cases cases,
            Vault vault,
            CustodyLog custody,
            Audit audit,
            EvidenceStore folders,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.cases = cases;
        this.vault = vault;
        this.custody = custody;
        this.audit = audit;
        this.folders = folders;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** How a person is named in custody and seals: the log of an agency is read by others. */
    public static String name(SignedIn person) {
        return person.displayName() + " (" + person.agency().name() + ")";
    }

    /** All exhibits of a case, whoever asks: for those who have asked for the right before. */
    public List<Exhibit> list(String caseId) {
        return store.list(caseId);
    }

    List<ExhibitView> listFor(SignedIn person, EvidenceCase about) {
        return store.list(about.id()).stream()
                .filter(exhibit -> person.agencyId().equals(about.agency()) || shared(person, about, exhibit))
                .map(ExhibitView::of)
                .toList();
    }

    private boolean shared(SignedIn person, EvidenceCase about, Exhibit exhibit) {
        return cases.sharedExhibits(about.id(), person.agencyId())
                .map(ids -> ids.isEmpty() || ids.contains(exhibit.id()))
                .orElse(false);
    }

    public Exhibit get(SignedIn person, String id, Right right) {
        Exhibit found = store.find(id).orElseThrow(() -> Problem.notFound("exhibit", id));
        EvidenceCase about = cases.get(person, found.caseId(), right);
        if (!person.agencyId().equals(about.agency()) && !shared(person, about, found)) {
            throw Problem.notFound("exhibit", id);
        }
        return found;
    }

    public Exhibit getReady(SignedIn person, String id, Right right) {
        Exhibit found = get(person, id, right);
        ready(found);
        return found;
    }

    /** Its seal; refused while there is none. */
    public static Seal.Signed ready(Exhibit exhibit) {
        Seal.Signed seal = exhibit.seal();
        if (exhibit.state() == Exhibit.State.FAILED) {
            throw Problem.conflict("This exhibit could not be made: " + exhibit.failure());
        }
        if (seal == null) {
            throw Problem.conflict("This exhibit is still being made; try again in a moment.");
        }
        return seal;
    }

    /** A file of a ready exhibit; the first when no name is given. */
    public static FileSeal file(Exhibit exhibit, @Nullable String name) {
        List<FileSeal> files = ready(exhibit).read().files();
        return files.stream()
                .filter(file -> name == null || file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("file", String.valueOf(name)));
    }

    /** Notes what is to be made. */
    public Exhibit ask(
            Who who,
            String name,
            EvidenceCase about,
            Exhibit.Kind kind,
            String title,
            @Nullable String why,
            Exhibit.Wish wish,
            @Nullable String derivedFrom) {
        if (about.status() == EvidenceCase.Status.CLOSED) {
            throw Problem.conflict("The case " + about.number() + " is closed; open it again to add exhibits.");
        }
        if (title.isBlank() || title.length() > 200) {
            throw Problem.invalid("title", "An exhibit needs a title of 1 to 200 characters.");
        }
        String reason = why == null || why.isBlank() ? "for case " + about.number() : why.strip();
        Exhibit made = transaction.execute(status -> {
            Exhibit added = store.add(
                    FreshId.of("exhibit"),
                    about.id(),
                    kind,
                    title.strip(),
                    reason,
                    wish,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    name,
                    derivedFrom);
            custody.add(added.id(), name, "asked for", kind.name().toLowerCase(Locale.ROOT) + ": " + reason);
            audit.record(Deed.done(who, "exhibit.asked")
                    .to("exhibit", added.id(), about.number() + "/" + added.number())
                    .because(reason));
            return added;
        });
        return java.util.Objects.requireNonNull(made);
    }

    /** Seals what lies encrypted in the exhibit's folder. */
    public void seal(
            Exhibit exhibit,
            byte[] wrappedKey,
            List<FileSeal> files,
            Seal.@Nullable Recording recording,
            Seal.@Nullable Derived derived,
            List<String> notes) {
        seal(exhibit, wrappedKey, new Sealed(files, recording, null, derived, notes));
    }

    /** What is sealed. */
    record Sealed(
            List<FileSeal> files,
            Seal.@Nullable Recording recording,
            Seal.@Nullable Series series,
            Seal.@Nullable Derived derived,
            List<String> notes) {}

    void seal(Exhibit exhibit, byte[] wrappedKey, Sealed sealed) {
        EvidenceCase about = cases.find(exhibit.caseId()).orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Seal seal = new Seal(
                Seal.FORMAT,
                1,
                exhibit.id(),
                exhibit.number(),
                exhibit.title(),
                exhibit.kind().name().toLowerCase(java.util.Locale.ROOT),
                about.number(),
                exhibit.why(),
                now,
                exhibit.createdBy(),
                Maker.SOFTWARE,
                sealed.recording(),
                sealed.series(),
                sealed.derived(),
                sealed.notes(),
                sealed.files());
        Seal.Signed signed = seal.sign(custody.key());
        long bytes = sealed.files().stream().mapToLong(FileSeal::bytes).sum();
        transaction.executeWithoutResult(status -> {
            store.ready(exhibit.id(), signed, wrappedKey, bytes);
            String hashes = String.join(
                    ", ", sealed.files().stream().map(FileSeal::sha256).toList());
            custody.add(exhibit.id(), exhibit.createdBy(), "sealed", "SHA-256 " + hashes);
        });
    }

    /** Opens a file of a ready exhibit, decrypted. */
    public SeekableByteChannel open(Exhibit exhibit, String file) throws IOException {
        byte[] key = java.util.Objects.requireNonNull(exhibit.wrappedKey());
        return vault.read(exhibit.id(), key, file, path(exhibit.id(), file));
    }

    public InputStream stream(Exhibit exhibit, String file) throws IOException {
        return Channels.newInputStream(open(exhibit, file));
    }

    /** Where a file of an exhibit lies, encrypted. */
    public Path path(String exhibit, String file) {
        return folders.exhibit(exhibit).resolve(file + ".enc");
    }

    /** Re-wraps the keys of all exhibits by a new master key; returns how many. */
    int rotate(Who who) throws IOException {
        vault.rotate();
        int count = 0;
        for (Exhibit exhibit : store.listIn(Exhibit.State.READY)) {
            byte[] wrapped = exhibit.wrappedKey();
            if (wrapped != null) {
                store.rewrap(exhibit.id(), vault.rewrapped(exhibit.id(), wrapped));
                count++;
            }
        }
        audit.record(Deed.done(who, "evidence.keys.rotated").because(count + " exhibits"));
        return count;
    }

    /** Records that somebody looked at, or took, an exhibit: in its story and in the audit log. */
    public void touched(Who who, String name, Exhibit exhibit, String what, String detail) {
        custody.add(exhibit.id(), name, what, detail);
        audit.record(Deed.done(who, "exhibit." + what.replace(' ', '.'))
                .to("exhibit", exhibit.id(), exhibit.title())
                .because(detail));
    }

    /** Adds to an exhibit's story alone; the audit log has it from elsewhere. */
    public void note(String exhibit, String name, String what, String detail) {
        custody.add(exhibit, name, what, detail);
    }
}

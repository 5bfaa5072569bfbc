package org.vigilia.proof.pack;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.proof.stamp.Authorities;

/** What a manifest says lies in the package, and whether what it says agrees with itself. */
final class Contents {
    private static final int MAX_NAMED = 20;

    private final Manifest manifest;
    private final List<File> files;
    private final Map<String, Seal> seals;
    private final Findings findings;

    /**
     * A file.
     *
     * @param owner folder of the exhibit it belongs to; empty for the package's own
     * @param label the exhibit in words; the file's name for the package's own
     */
    record File(FileSeal seal, String owner, String label, Seal.@Nullable Recording recording) {

        /** Says which pieces were changed, for people: by second where the file has seconds. */
        String changed(List<Integer> pieces) {
            if (owner.isEmpty()) {
                return seal.name() + " was changed.";
            }
            String name = seal.name().substring(owner.length() + 1);
            boolean timed = seal.pieces().stream().anyMatch(piece -> piece.atMs() != null);
            List<String> places = new ArrayList<>();
            for (int number : pieces) {
                String place = timed ? second(seal.pieces().get(number)) : bytes(number);
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
            int more = places.size() - MAX_NAMED;
            String named = places.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
            return label + ": " + name + " was changed at " + named + (more > 0 ? " and " + more + " more" : "") + ".";
        }

        private String second(Piece piece) {
            Long at = piece.atMs();
            if (at == null) {
                return "its header (all seconds)";
            }
            if (at < 0) {
                return "the lead-in";
            }
            String clock = recording == null
                    ? ""
                    : " (" + recording.firstPicture().plusMillis(at).truncatedTo(ChronoUnit.SECONDS) + ")";
            return "second " + at / 1000 + clock;
        }

        private String bytes(int number) {
            long from = 0;
            for (int i = 0; i < number; i++) {
                from += seal.pieces().get(i).bytes();
            }
            return "bytes " + from + " to " + (from + seal.pieces().get(number).bytes() - 1);
        }
    }

    private Contents(Manifest manifest, List<File> files, Map<String, Seal> seals, Findings findings) {
        this.manifest = manifest;
        this.files = files;
        this.seals = seals;
        this.findings = findings;
    }

    /** Null when the manifest makes no sense; then it was said why. */
    static @Nullable Contents of(Manifest manifest, Findings findings) {
        List<File> files = new ArrayList<>();
        Map<String, Seal> seals = new HashMap<>();
        try {
            for (FileSeal file : manifest.files()) {
                files.add(new File(file, "", file.name(), null));
            }
            for (Manifest.Exhibit exhibit : manifest.exhibits()) {
                Seal seal = exhibit.seal().read();
                seals.put(exhibit.folder(), seal);
                for (FileSeal file : seal.files()) {
                    String label = label(exhibit, seal);
                    files.add(new File(
                            file.named(exhibit.folder() + "/" + file.name()),
                            exhibit.folder(),
                            label,
                            seal.recording()));
                }
            }
            Set<String> names = new HashSet<>(Set.of(Verifier.MANIFEST, Verifier.SIGNATURE));
            for (File file : files) {
                FileSeal seal = file.seal();
                if (!Zip.safe(seal.name())) {
                    findings.fails("The manifest names a file that must not be in a package: '" + seal.name() + "'.");
                    return null;
                }
                if (!names.add(seal.name())) {
                    findings.fails("The manifest names '" + seal.name() + "' twice.");
                    return null;
                }
                long covered = 0;
                for (Piece piece : seal.pieces()) {
                    covered += piece.bytes() > 0 ? piece.bytes() : Long.MIN_VALUE / 4;
                }
                if (covered != seal.bytes()) {
                    findings.fails("The pieces of '" + seal.name() + "' do not cover it.");
                    return null;
                }
            }
        } catch (RuntimeException e) {
            findings.fails("The manifest was changed: it cannot be read.");
            return null;
        }
        return new Contents(manifest, files, seals, findings);
    }

    private static String label(Manifest.Exhibit exhibit, Seal seal) {
        return "Exhibit " + exhibit.folder().substring(exhibit.folder().indexOf('/') + 1) + " \"" + seal.title() + "\"";
    }

    List<File> files() {
        return files;
    }

    /** Signatures of the seals, journals, custody; then what the reader should know. */
    void claims(Set<String> spoiled, @Nullable Authorities authorities) {
        if (manifest.format().equals(Manifest.ENCRYPTED)) {
            if (spoiled.isEmpty()) {
                findings.holds("The encrypted package is as it was signed.");
            }
            return;
        }
        Map<String, VerifyKey> keys = new HashMap<>();
        for (Manifest.Key key : manifest.keys()) {
            try {
                VerifyKey read = VerifyKey.parse(key.key());
                if (read.id().equals(key.id())) {
                    keys.put(key.id(), read);
                }
            } catch (IllegalArgumentException none) {
                findings.fails("The key " + key.id() + " in the manifest cannot be read.");
            }
        }
        Manifest.Recipient recipient = manifest.recipient();
        if (recipient != null) {
            findings.note("This copy was made for " + recipient.label() + " (share " + recipient.share() + ", "
                    + recipient.viewer() + ").");
        }
        Stamped stamped = new Stamped(findings, authorities);
        for (Manifest.Exhibit exhibit : manifest.exhibits()) {
            Seal seal = seals.get(exhibit.folder());
            if (seal != null) {
                try {
                    new Claims(manifest, exhibit, seal, label(exhibit, seal), keys, findings)
                            .check(!spoiled.contains(exhibit.folder()));
                    stamped.check(label(exhibit, seal), exhibit, seal);
                } catch (RuntimeException missing) {
                    findings.fails(label(exhibit, seal) + ": what the manifest says of it cannot be read.");
                }
            }
        }
    }
}

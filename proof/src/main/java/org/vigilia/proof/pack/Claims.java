package org.vigilia.proof.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;

/** What is claimed of one exhibit: its seal, the journal it comes from, its custody. */
final class Claims {
    private final Manifest manifest;
    private final Manifest.Exhibit exhibit;
    private final Seal seal;
    private final String label;
    private final Map<String, VerifyKey> keys;
    private final Findings findings;

    Claims(
            Manifest manifest,
            Manifest.Exhibit exhibit,
            Seal seal,
            String label,
            Map<String, VerifyKey> keys,
            Findings findings) {
        this.manifest = manifest;
        this.exhibit = exhibit;
        this.seal = seal;
        this.label = label;
        this.keys = keys;
        this.findings = findings;
    }

    void check(boolean filesHold) {
        VerifyKey key = keys.get(exhibit.seal().key());
        if (key == null
                || !Texts.verifies(key, exhibit.seal().text(), exhibit.seal().signature())) {
            findings.fails(label + ": its seal was changed or is forged: the signature does not hold.");
        } else if (filesHold) {
            findings.holds(
                    label + ": every byte is as it was sealed at " + seal.sealedAt() + " by " + seal.sealedBy() + ".");
        }
        Seal.Recording recording = seal.recording();
        if (recording != null) {
            journal(recording);
            recorded(recording);
        }
        Seal.Series series = seal.series();
        if (series != null) {
            findings.note(label + ": " + series.readings() + " readings of " + series.name() + " by sensor "
                    + series.sensor() + (series.unit().isEmpty() ? "" : " in " + series.unit()) + ", from "
                    + series.first() + " to " + series.last() + " (UTC); " + series.doubtful()
                    + " of them are marked as doubtful.");
        }
        custody();
        Seal.Derived derived = seal.derived();
        if (derived != null) {
            findings.note(label + ": made from exhibit " + derived.exhibit() + ": " + derived.how());
        }
        seal.notes().forEach(note -> findings.note(label + ": " + note));
    }

    private void recorded(Seal.Recording recording) {
        findings.note(label + ": camera " + recording.cameraName() + ", first picture " + recording.firstPicture()
                + ", last picture " + recording.lastPicture() + ", give or take " + recording.uncertaintyMs() + " ms.");
        if (recording.leadInMs() > 0) {
            findings.note(label + ": the file also holds " + recording.leadInMs()
                    + " ms of pictures before the first one shown.");
        }
        if (recording.leadOutMs() > 0) {
            findings.note(label + ": the file also holds " + recording.leadOutMs()
                    + " ms of pictures after the last one shown.");
        }
        for (Seal.Gap gap : recording.gaps()) {
            findings.note(label + ": no pictures from " + gap.from() + " to " + gap.to() + ": " + gap.cause());
        }
    }

    private void journal(Seal.Recording recording) {
        Map<Long, Entry.Segment> segments = new HashMap<>();
        Set<String> signers = new HashSet<>();
        List<String> faults = new ArrayList<>();
        Line last = null;
        for (String text : recording.journal()) {
            Line line;
            try {
                line = Line.parse(text);
            } catch (RuntimeException e) {
                faults.add("a line cannot be read");
                continue;
            }
            String fault = fault(last, line);
            if (fault != null) {
                faults.add("entry " + line.entry().number() + " " + fault);
            }
            signers.add(line.key());
            if (line.entry() instanceof Entry.Segment segment) {
                segments.put(segment.number(), segment);
            }
            last = line;
        }
        for (String fault : faults) {
            findings.fails(label + ": the recorder's journal does not hold: " + fault + ".");
        }
        if (faults.isEmpty() && !recording.journal().isEmpty()) {
            findings.holds(label + ": the recorder's journal holds: "
                    + recording.journal().size() + " entries without a hole, signed by key "
                    + String.join(", ", signers) + ".");
        }
        origin(segments);
    }

    private @Nullable String fault(@Nullable Line last, Line line) {
        VerifyKey key = keys.get(line.key());
        if (!line.holds()) {
            return "was changed";
        }
        if (key == null || !line.signedBy(key)) {
            return "is not signed by a known key";
        }
        boolean follows = last == null
                || line.previous().equals(last.hash())
                        && line.entry().number() == last.entry().number() + 1;
        return follows ? null : "does not follow the one before it";
    }

    /** Whether each stretch of pictures is in the segment it says; the bytes of both were hashed before. */
    private void origin(Map<Long, Entry.Segment> segments) {
        Map<Long, Map<Long, String>> enclosed = enclosed(segments);
        boolean missing = false;
        boolean copied = false;
        for (FileSeal file : seal.files()) {
            for (Piece piece : file.pieces()) {
                Long segment = piece.segment();
                Long position = piece.position();
                if (segment == null || position == null) {
                    continue;
                }
                copied = true;
                Map<Long, String> pieces = enclosed.get(segment);
                if (!segments.containsKey(segment)) {
                    findings.fails(label + ": " + file.name() + " has pictures of segment " + segment
                            + ", which is not in the journal.");
                    return;
                }
                if (pieces == null) {
                    missing = true;
                } else if (!piece.sha256().equals(pieces.get(position))) {
                    findings.fails(label + ": " + file.name() + " has pictures that are not those of segment " + segment
                            + ".");
                    return;
                }
            }
        }
        if (copied && missing) {
            findings.note(label + ": the recorded segments are not enclosed. That the pictures are theirs is what the"
                    + " agency's seal says.");
        } else if (copied) {
            findings.holds(label + ": pictures and sound are, byte for byte, those of the recorded segments enclosed.");
        }
    }

    /** Hashes of the pieces of the enclosed segments, by number and position. */
    private Map<Long, Map<Long, String>> enclosed(Map<Long, Entry.Segment> segments) {
        String prefix = "source/" + exhibit.folder().substring(exhibit.folder().indexOf('/') + 1) + "/";
        Map<Long, Map<Long, String>> enclosed = new HashMap<>();
        for (FileSeal file : manifest.files()) {
            if (!file.name().startsWith(prefix)) {
                continue;
            }
            for (Entry.Segment segment : segments.values()) {
                if (!file.name().equals(prefix + segment.number() + ".mp4")) {
                    continue;
                }
                if (!file.sha256().equals(segment.sha256())) {
                    findings.fails(file.name() + " is not the segment that the journal tells of.");
                    continue;
                }
                Map<Long, String> pieces = new HashMap<>();
                long at = 0;
                for (Piece piece : file.pieces()) {
                    pieces.put(at, piece.sha256());
                    at += piece.bytes();
                }
                enclosed.put(segment.number(), pieces);
            }
        }
        return enclosed;
    }

    private void custody() {
        List<Custody.Link> links = exhibit.custody().links();
        String previous = Hash.NONE;
        for (int i = 0; i < links.size(); i++) {
            Custody.Link link = links.get(i);
            if (!link.holds() || !link.previous().equals(previous) || !mine(link, i + 1)) {
                findings.fails(label + ": entry " + (i + 1) + " of the custody story was changed.");
                return;
            }
            previous = link.hash();
        }
        for (Custody.Checkpoint checkpoint : exhibit.custody().checkpoints()) {
            VerifyKey key = keys.get(checkpoint.key());
            boolean there = checkpoint.sequence() >= 1
                    && checkpoint.sequence() <= links.size()
                    && checkpoint.exhibit().equals(seal.exhibit())
                    && links.get((int) checkpoint.sequence() - 1).hash().equals(checkpoint.hash());
            if (!there || key == null || !Texts.verifies(key, checkpoint.text(), checkpoint.signature())) {
                findings.fails(label + ": the signature of the custody story at entry " + checkpoint.sequence()
                        + " does not hold.");
                return;
            }
        }
        findings.holds(label + ": the custody story holds: " + links.size() + " entries.");
    }

    private boolean mine(Custody.Link link, int sequence) {
        try {
            return link.event().exhibit().equals(seal.exhibit()) && link.event().sequence() == sequence;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}

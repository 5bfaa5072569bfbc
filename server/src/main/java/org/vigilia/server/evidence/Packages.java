package org.vigilia.server.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.mp4.Source;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.proof.pack.Hashing;
import org.vigilia.proof.pack.Manifest;
import org.vigilia.proof.pack.Parcel;
import org.vigilia.proof.pack.Passcode;
import org.vigilia.proof.pack.Piece;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.FreshId;

/** Packs exhibits for others. */
@Component
public class Packages {
    private final Exhibits exhibits;
    private final CustodyLog custody;
    private final Recordings recordings;
    private final TimeStampStore stamps;
    private final Clock clock;

    Packages(Exhibits exhibits, CustodyLog custody, Recordings recordings, TimeStampStore stamps, Clock clock) {
        this.exhibits = exhibits;
        this.custody = custody;
        this.recordings = recordings;
        this.stamps = stamps;
        this.clock = clock;
    }

    /**
     * A package of ready exhibits.
     *
     * @param by who packs
     * @param recipient an outsider; null for people of the house
     * @param withSources whether the recorded segments are enclosed, as far as they are still there
     */
    public Parcel pack(
            EvidenceCase about,
            List<Exhibit> items,
            String by,
            String why,
            Manifest.@Nullable Recipient recipient,
            boolean withSources)
            throws IOException {
        List<Parcel.Packed> packed = new ArrayList<>();
        List<Parcel.Content> sources = new ArrayList<>();
        for (Exhibit exhibit : items) {
            Seal.Signed signed = Exhibits.ready(exhibit);
            Seal seal = signed.read();
            List<Parcel.Opener> files = new ArrayList<>();
            for (FileSeal file : seal.files()) {
                files.add(() -> exhibits.stream(exhibit, file.name()));
            }
            packed.add(
                    new Parcel.Packed(signed, custody.signedStory(exhibit.id()), files, stamps.tokens(exhibit.id())));
            if (withSources && seal.recording() != null) {
                sources.addAll(sources(seal, packed.size()));
            }
        }
        Parcel.Cover cover = new Parcel.Cover(
                FreshId.of("package"),
                new Manifest.Made(clock.instant().truncatedTo(ChronoUnit.MILLIS), by, why, Maker.SOFTWARE),
                recipient,
                new Manifest.About(about.number(), about.title()),
                recordings.keys());
        return Parcel.plain(cover, packed, sources, custody.key());
    }

    /** Writes a package that opens only with a passcode. */
    public void lock(Parcel inner, char[] passcode, Path to) throws IOException {
        Passcode.of(passcode).write(inner, FreshId.of("package"), Maker.SOFTWARE, custody.key(), to);
    }

    private List<Parcel.Content> sources(Seal seal, int number) throws IOException {
        Seal.Recording recording = java.util.Objects.requireNonNull(seal.recording());
        Map<Long, Map<Long, Long>> pieces = new HashMap<>();
        for (FileSeal file : seal.files()) {
            for (Piece piece : file.pieces()) {
                Long segment = piece.segment();
                Long position = piece.position();
                if (segment != null && position != null) {
                    pieces.computeIfAbsent(segment, s -> new java.util.TreeMap<>())
                            .put(position, piece.bytes());
                }
            }
        }
        Set<Long> wanted = new LinkedHashSet<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (String text : recording.journal()) {
            if (Line.parse(text).entry() instanceof Entry.Segment segment && pieces.containsKey(segment.number())) {
                wanted.add(segment.number());
                from = Math.min(from, segment.startMicros());
                to = Math.max(to, segment.endMicros());
            }
        }
        List<Parcel.Content> contents = new ArrayList<>();
        for (Source source :
                recordings.find(new CameraId(recording.camera()), from, to).sources()) {
            long segment = source.line().entry().number();
            if (wanted.contains(segment)) {
                String name = "source/" + number + "/" + segment + ".mp4";
                contents.add(enclosed(source, name, pieces.getOrDefault(segment, Map.of())));
            }
        }
        return contents;
    }

    private static Parcel.Content enclosed(Source source, String name, Map<Long, Long> pieces) throws IOException {
        List<Long> lengths = new ArrayList<>();
        long at = 0;
        for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
            if (piece.getKey() > at) {
                lengths.add(piece.getKey() - at);
            }
            lengths.add(piece.getValue());
            at = piece.getKey() + piece.getValue();
        }
        try (Hashing hashing = Hashing.at(lengths, java.io.OutputStream.nullOutputStream());
                SeekableByteChannel file = source.file().open()) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (file.read(buffer.clear()) >= 0) {
                hashing.write(buffer.array(), 0, buffer.position());
            }
            return new Parcel.Content(
                    hashing.seal(name, "video/mp4"),
                    () -> Channels.newInputStream(source.file().open()));
        }
    }
}

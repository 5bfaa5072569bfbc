package org.vigilia.server.evidence.share;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.Manifest;
import org.vigilia.proof.pack.Parcel;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Who;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.EvidenceStore;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Packages;
import org.vigilia.server.evidence.redact.Copies;
import org.vigilia.server.evidence.redact.Openings;

/**
 * Outsiders who have opened a share. Kept in memory: after a restart of the server, or two hours, the passcode is asked
 * for again. Thread-safe.
 */
@Component
class Outsiders {
    private static final Duration LASTS = Duration.ofHours(2);
    private static final int MAX_VISITS = 2_000;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long CHECK_NANOS = 500_000_000L;

    private final Shares shares;
    private final Cases cases;
    private final Exhibits exhibits;
    private final Packages packages;
    private final Keeping keeping;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Visit> visits = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Visit> eldest) {
            return size() > MAX_VISITS;
        }
    };

    /** Where packages lie, what time it is, and what is marked. */
    @Component("outsidersKeeping")
    record Keeping(EvidenceStore folders, Clock clock, Copies copies, Openings openings) {}

    Outsiders(Shares shares, Cases cases, Exhibits exhibits, Packages packages, Keeping keeping) {
        this.shares = shares;
        this.cases = cases;
        this.exhibits = exhibits;
        this.packages = packages;
        this.keeping = keeping;
    }

    /** One opening of a share. */
    static final class Visit {
        private final String viewer;
        private final String share;
        private final char[] passcode;
        private final Instant until;
        private @Nullable Path packed;

        Visit(String viewer, String share, char[] passcode, Instant until) {
            this.viewer = viewer;
            this.share = share;
            this.passcode = passcode;
            this.until = until;
        }

        /** Tells this opening from all others: the mark in what is shown and taken. */
        String viewer() {
            return viewer;
        }
    }

    /** A secret of 256 bits that stands for this opening. */
    String open(Share share, String passcode, String address) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Visit visit = new Visit(
                FreshId.of("viewer"),
                share.id(),
                passcode.toCharArray(),
                keeping.clock().instant().plus(LASTS));
        keeping.openings().opened(visit.viewer, share.id(), keeping.clock().instant(), address);
        synchronized (visits) {
            visits.put(Shares.hash(secret), visit);
        }
        return secret;
    }

    /** Whether what this share shows is marked for each opening: what is to look at only, and more where it was wished. */
    boolean marked(Share share) {
        boolean wanted = share.kind() == Share.Kind.LINK && share.watermark();
        return wanted
                && (share.markedOnly()
                        || share.mode() == Share.Mode.VIEW && keeping.copies().available());
    }

    /** How the copies for this opening are marked. */
    Copies.Viewer viewer(Guest guest) {
        String day = UTC.format(keeping.clock().instant());
        return new Copies.Viewer(
                guest.visit().viewer(),
                guest.name(),
                guest.share().label() + " · " + guest.visit().viewer() + " · " + day,
                allowed(guest.share()));
    }

    /** Copies that are marked for openings. */
    Copies copies() {
        return keeping.copies();
    }

    /** A visit and its share as it is now. */
    record Guest(Visit visit, Share share, Who who) {
        String name() {
            return share.label() + " (outside, " + visit.viewer() + ")";
        }
    }

    /** Throws {@link Problem} when the share is over, or was not opened. */
    Guest get(@Nullable String secret, String address) {
        Visit visit;
        synchronized (visits) {
            visit = secret == null ? null : visits.get(Shares.hash(secret));
        }
        if (visit == null || visit.until.isBefore(keeping.clock().instant())) {
            throw Problem.notSignedIn("Open the link with its passcode first.");
        }
        Share share = shares.find(visit.share).orElseThrow();
        Who who = new Who(null, "outsider " + share.label() + " (" + visit.viewer() + ")", null, address);
        if (share.state() != Share.State.OPEN) {
            throw shares.refused(who, share);
        }
        return new Guest(visit, share, who);
    }

    /** Whether a running transfer may go on; asks the database twice a second. */
    BooleanSupplier allowed(Share share) {
        long[] asked = {System.nanoTime()};
        return () -> {
            if (System.nanoTime() - asked[0] > CHECK_NANOS) {
                asked[0] = System.nanoTime();
                return isOpen(share.id());
            }
            return true;
        };
    }

    /** The package of this visit: made once, so that its transfer can be resumed; encrypted with the passcode. */
    SeekableByteChannel packed(Guest guest, boolean first) throws IOException {
        Visit visit = guest.visit();
        synchronized (visit) {
            if (visit.packed == null) {
                Files.createDirectories(keeping.folders().packages());
                Path file = keeping.folders().packages().resolve(visit.viewer + ".vgx");
                var items = shares.items(guest.share());
                if (items.isEmpty()) {
                    throw Problem.conflict("There is nothing in this share yet.");
                }
                for (Exhibit item : items) {
                    exhibits.touched(
                            guest.who(),
                            guest.name(),
                            item,
                            "downloaded",
                            "package for " + guest.share().label());
                }
                EvidenceCase about = cases.find(guest.share().caseId()).orElseThrow();
                Parcel inner = packages.pack(
                        about,
                        items,
                        guest.share().createdBy(),
                        "shared with " + guest.share().label(),
                        new Manifest.Recipient(guest.share().id(), guest.share().label(), visit.viewer()),
                        false);
                packages.lock(inner, visit.passcode, file);
                visit.packed = file;
            } else if (first) {
                for (Exhibit item : shares.items(guest.share())) {
                    exhibits.touched(guest.who(), guest.name(), item, "downloaded", "the same package again");
                }
            }
            return FileChannel.open(visit.packed, StandardOpenOption.READ);
        }
    }

    private boolean isOpen(String share) {
        return shares.find(share).map(now -> now.state() == Share.State.OPEN).orElse(false);
    }

    @Scheduled(fixedDelay = 600_000)
    void forget() throws IOException {
        Map<String, Visit> all;
        synchronized (visits) {
            all = new LinkedHashMap<>(visits);
        }
        // the database is asked without the lock, which every request of an outsider needs
        Set<String> open = all.values().stream()
                .map(visit -> visit.share)
                .distinct()
                .filter(this::isOpen)
                .collect(Collectors.toSet());
        Instant now = keeping.clock().instant();
        all.values().removeIf(visit -> !visit.until.isBefore(now) && open.contains(visit.share));
        Set<String> still = new HashSet<>();
        synchronized (visits) {
            visits.keySet().removeAll(all.keySet());
            visits.values().forEach(visit -> still.add(visit.viewer));
        }
        keeping.copies().keep(still);
        if (!Files.isDirectory(keeping.folders().packages())) {
            return;
        }
        try (var files = Files.list(keeping.folders().packages())) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(keeping.clock().instant().minus(LASTS))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}

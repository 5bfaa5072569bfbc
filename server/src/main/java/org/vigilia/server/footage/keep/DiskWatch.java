package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.Database;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Follower;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.play.Micros;
import org.vigilia.server.registry.HealthNote;

/**
 * Sees that the disk of recordings does not fill up. Below the first limit it is told, long before anything happens.
 * Below the second one footage goes in the declared order: first what showed nothing while somebody would have seen it,
 * then the oldest. What is held or needed by a case never goes by this; when nothing else is left, that is told, and
 * what media cannot write then is in the ledger as lost by the disk.
 */
@Component
public class DiskWatch implements HealthNote {

    /** The declared order, for people. */
    public static final List<String> ORDER = List.of(
            "older than the policy keeps it (always, by policy)",
            "nothing moved while the picture was analysed, oldest first (rule disk-no-motion)",
            "the oldest of all cameras (rule disk-oldest)",
            "held footage and footage of cases: never; it is told instead");

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final double MARGIN = 0.02;
    private static final int PAGE = 1_000;
    private static final int PAGES = 100;

    private final Follower follower;
    private final FootageIndex index;
    private final Retention retention;
    private final Deletion deletion;
    private final Surround surround;
    private volatile boolean nothingLeft;

    /** What it works with. */
    @Component
    record Surround(FootageSettings settings, Database database, Clock clock) {}

    DiskWatch(Follower follower, FootageIndex index, Retention retention, Deletion deletion, Surround surround) {
        this.follower = follower;
        this.index = index;
        this.retention = retention;
        this.deletion = deletion;
        this.surround = surround;
    }

    /** How full the disk of recordings is. */
    public enum State {
        OK,
        /** It will be full; nothing is deleted for it yet. */
        LOW,
        /** Footage goes in the declared order. */
        FULL
    }

    /** As last told by media; OK while media has not told. */
    public State state() {
        MediaArchive.Status status = follower.status();
        if (status == null || status.disk().totalBytes() <= 0) {
            return State.OK;
        }
        double free = (double) status.disk().freeBytes() / status.disk().totalBytes();
        if (free < surround.settings().full() || status.disk().state().equals("FULL")) {
            return State.FULL;
        }
        return free < surround.settings().low() || status.disk().state().equals("LOW") ? State.LOW : State.OK;
    }

    @Override
    public String name() {
        return "recordings";
    }

    @Override
    public String trouble() {
        if (nothingLeft) {
            return "the disk of recordings is full of footage that is held or needed by cases: nothing more can be"
                    + " deleted. Give it room or end holds";
        }
        Optional<FootageIndex.Cursor> broken = follower.findFault();
        if (broken.isPresent()) {
            return "the journal of camera " + broken.get().camera() + " does not hold: "
                    + broken.get().fault() + ". './vigilia footage audit' tells more";
        }
        return switch (state()) {
            case OK -> "";
            case LOW -> "the disk of recordings will be full; the oldest footage goes when it is";
            case FULL -> "the disk of recordings is full; footage goes in the declared order";
        };
    }

    @Scheduled(fixedDelayString = "${footage.disk.every:10s}", initialDelayString = "${footage.disk.every:10s}")
    void look() {
        MediaArchive.Status status = follower.status();
        if (!surround.database().ready() || status == null || state() != State.FULL) {
            nothingLeft = false;
            return;
        }
        long wanted =
                (long) ((surround.settings().full() + MARGIN) * status.disk().totalBytes())
                        - status.disk().freeBytes();
        try {
            long freed = free(Math.max(wanted, 1));
            nothingLeft = freed == 0;
            LOG.atWarn()
                    .addKeyValue("wanted", wanted)
                    .addKeyValue("freed", freed)
                    .log("footage deleted to make room");
        } catch (IOException | DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no room can be made on the disk of recordings now");
        }
    }

    /** Deletes in the declared order until so many bytes are free; returns how many are. */
    long free(long wanted) throws IOException {
        long freed = pass(wanted, true);
        return freed >= wanted ? freed : freed + pass(wanted - freed, false);
    }

    private long pass(long wanted, boolean onlyQuiet) throws IOException {
        long freed = 0;
        long at = Long.MIN_VALUE;
        long now = Micros.of(surround.clock().instant());
        for (int i = 0; i < PAGES && freed < wanted; i++) {
            List<SegmentRow> rows = index.listIn(Pools.FAST, at, now, PAGE);
            if (rows.isEmpty()) {
                return freed;
            }
            at = rows.get(rows.size() - 1).entry().startMicros();
            freed += delete(rows, wanted - freed, onlyQuiet);
        }
        return freed;
    }

    private long delete(List<SegmentRow> rows, long wanted, boolean onlyQuiet) throws IOException {
        Map<CameraId, List<SegmentRow>> chosen = new LinkedHashMap<>();
        Map<CameraId, Verdicts.Known> known = new LinkedHashMap<>();
        long bytes = 0;
        for (SegmentRow row : rows) {
            Verdicts.Known about = known.computeIfAbsent(
                    row.camera(),
                    camera -> retention.known(
                            camera,
                            rows.stream()
                                    .filter(one -> one.camera().equals(camera))
                                    .map(SegmentRow::entry)
                                    .toList()));
            if (bytes < wanted && goes(row.entry(), about, onlyQuiet)) {
                chosen.computeIfAbsent(row.camera(), camera -> new ArrayList<>())
                        .add(row);
                bytes += row.entry().bytes();
            }
        }
        String rule = onlyQuiet ? "disk-no-motion" : "disk-oldest";
        for (Map.Entry<CameraId, List<SegmentRow>> one : chosen.entrySet()) {
            List<Verdicts.Verdict> verdicts = one.getValue().stream()
                    .map(row -> new Verdicts.Verdict(row.number(), rule, "the disk of recordings was full"))
                    .toList();
            deletion.delete(one.getKey(), one.getValue(), verdicts);
        }
        return bytes;
    }

    private static boolean goes(Entry.Segment segment, Verdicts.Known known, boolean onlyQuiet) {
        if (Verdicts.isKept(segment, known)) {
            return false;
        }
        return !onlyQuiet || Verdicts.quiet(segment, known);
    }
}

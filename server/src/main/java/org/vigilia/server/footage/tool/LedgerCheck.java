package org.vigilia.server.footage.tool;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.footage.ledger.DaySum;
import org.vigilia.server.footage.ledger.LedgerDays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the signed days of a camera with its journal: what was told as lost is lost, and what was recorded was
 * recorded, whether it was deleted since or not.
 */
final class LedgerCheck {

    private static final double TOLERANCE_SECONDS = 0.6;

    private final Surround surround;
    private final CameraId camera;

    LedgerCheck(Surround surround, CameraId camera) {
        this.surround = surround;
        this.camera = camera;
    }

    List<String> compare(List<Entry> entries) throws IOException {
        List<String> faults = new ArrayList<>();
        Map<LocalDate, LedgerDays.Signed> days =
                surround.days.signed(camera, LocalDate.of(1970, 1, 1), LocalDate.of(2200, 1, 1));
        if (days.isEmpty()) {
            return faults;
        }
        Optional<VerifyKey> key = surround.key("ledger");
        Set<LocalDate> fetched = new HashSet<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Segment s && s.origin() == Entry.Origin.BACKFILL) {
                fetched.add(DaySum.day(s.startMicros()));
                fetched.add(DaySum.day(s.endMicros()));
            }
        }
        for (LedgerDays.Signed day : days.values()) {
            if (key.isEmpty() || !day.signedBy(key.get())) {
                faults.add("the ledger of " + day.day() + " is not signed by this machine's key");
            }
            if (!fetched.contains(day.day())) {
                difference(day, Accounts.of(cut(entries, day.day()))).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private static Optional<String> difference(LedgerDays.Signed day, Accounts accounts) {
        JsonNode told = JsonMapper.shared().readTree(day.body());
        double recorded = told.path("recordedSeconds").asDouble() + sum(told.path("deletedSeconds"));
        double lost = sum(told.path("lostSeconds"));
        double recordedHere = (accounts.recordedMicros() + accounts.deletedMicros()) / 1e6;
        double lostHere = accounts.lostMicros() / 1e6;
        boolean same = Math.abs(recorded - recordedHere) <= TOLERANCE_SECONDS
                && Math.abs(lost - lostHere) <= TOLERANCE_SECONDS;
        return same
                ? Optional.empty()
                : Optional.of("the ledger of " + day.day() + " tells " + recorded + " s recorded and " + lost
                        + " s lost, the journal " + recordedHere + " s and " + lostHere + " s");
    }

    private static double sum(JsonNode parts) {
        double sum = 0;
        for (JsonNode part : parts) {
            sum += part.asDouble();
        }
        return sum;
    }

    /** What of the entries lies in a day. */
    private static List<Entry> cut(List<Entry> entries, LocalDate day) {
        long from = DaySum.micros(day);
        long to = DaySum.micros(day.plusDays(1));
        List<Entry> part = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Segment s && s.startMicros() < to && s.endMicros() > from) {
                part.add(new Entry.Segment(
                        s.camera(),
                        s.number(),
                        s.file(),
                        Math.max(from, s.startMicros()),
                        Math.min(to, s.endMicros()),
                        s.clock(),
                        s.uncertaintyMicros(),
                        s.codec(),
                        s.codecString(),
                        s.widthPx(),
                        s.heightPx(),
                        s.sound(),
                        s.pictures(),
                        s.bytes(),
                        s.sha256(),
                        s.origin(),
                        s.software()));
            } else if (entry instanceof Entry.Gap g && g.startMicros() < to && g.endMicros() > from) {
                part.add(new Entry.Gap(
                        g.camera(),
                        g.number(),
                        Math.max(from, g.startMicros()),
                        Math.min(to, g.endMicros()),
                        g.cause(),
                        g.detail()));
            } else if (entry instanceof Entry.Deleted) {
                part.add(entry);
            }
        }
        return part;
    }
}

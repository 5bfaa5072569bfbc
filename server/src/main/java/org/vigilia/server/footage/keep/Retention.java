package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.Database;
import org.vigilia.server.footage.AlertTimes;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Activity;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.play.Micros;

/**
 * Deletes what the policies say, once a minute: what is too old; and where only motion or alerts are kept, what showed
 * none, after a grace. Never what is held or needed by a case.
 */
@Component
class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PAGE = 1_000;
    private static final int PAGES = 20;
    private static final Duration AROUND = Duration.ofMinutes(11);

    private final FootageIndex index;
    private final Policies policies;
    private final Holds holds;
    private final Deletion deletion;
    private final Surround surround;
    /** Until when it was decided whether anything was seen; anew after a start. */
    private final Map<CameraId, Decided> decided = new ConcurrentHashMap<>();

    /** What it works with. */
    @Component
    record Surround(
            Activity activity,
            ObjectProvider<AlertTimes> alerts,
            FootageSettings settings,
            Database database,
            Clock clock) {}

    Retention(FootageIndex index, Policies policies, Holds holds, Deletion deletion, Surround surround) {
        this.index = index;
        this.policies = policies;
        this.holds = holds;
        this.deletion = deletion;
        this.surround = surround;
    }

    private record Decided(Policy policy, long untilMicros) {}

    @Scheduled(
            fixedDelayString = "${footage.retention.every:60s}",
            initialDelayString = "${footage.retention.every:60s}")
    void run() {
        if (!surround.database().ready()) {
            return;
        }
        try {
            for (FootageIndex.Cursor cursor : index.cursors()) {
                tryOne(cursor.camera());
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("recordings cannot be deleted now");
        }
    }

    private void tryOne(CameraId camera) {
        try {
            int gone = run(camera);
            if (gone > 0) {
                LOG.atInfo()
                        .addKeyValue("camera", camera)
                        .addKeyValue("segments", gone)
                        .log("recordings deleted by policy");
            }
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", e.getMessage())
                    .log("recordings cannot be deleted now");
        }
    }

    /** How far the segments were looked at, and how many went. */
    private record Looked(long untilMicros, int gone) {}

    /** Decides about a camera; returns how many segments went. */
    int run(CameraId camera) throws IOException {
        Policy policy = policies.policy(camera);
        long now = Micros.of(surround.clock().instant());
        long tooOld = now - Duration.ofDays(policy.keepDays()).toNanos() / 1000;
        int gone = page(camera, policy, 0, tooOld, now).gone();
        surround.activity()
                .forget(
                        camera,
                        now
                                - Duration.ofDays(Math.max(policy.keepDays(), policy.keepAlertDays()) + 1)
                                                .toNanos()
                                        / 1000);
        if (policy.mode() == Policy.Mode.MOTION || policy.mode() == Policy.Mode.ALERTS) {
            Decided before = decided.get(camera);
            long from = before == null || !before.policy.equals(policy) ? tooOld : before.untilMicros;
            long until = now - surround.settings().grace().toNanos() / 1000;
            Looked looked = page(camera, policy, from, until, now);
            gone += looked.gone();
            // a little is looked at again: segments end a while after they begin
            long again = looked.untilMicros() - (looked.untilMicros() == until ? AROUND.toNanos() / 1000 : 0);
            decided.put(camera, new Decided(policy, again));
        }
        return gone;
    }

    private Looked page(CameraId camera, Policy policy, long from, long to, long now) throws IOException {
        int gone = 0;
        long at = from;
        for (int i = 0; i < PAGES && at < to; i++) {
            List<SegmentRow> rows = index.listFrom(camera, at, to, PAGE);
            if (rows.isEmpty()) {
                return new Looked(to, gone);
            }
            List<Entry.Segment> segments = rows.stream().map(SegmentRow::entry).toList();
            List<Verdicts.Verdict> verdicts = Verdicts.decide(
                    policy,
                    segments,
                    known(camera, segments),
                    now,
                    surround.settings().grace().toNanos() / 1000);
            gone += deletion.delete(camera, rows, verdicts);
            at = segments.get(segments.size() - 1).startMicros() + 1;
            if (rows.size() < PAGE) {
                return new Looked(to, gone);
            }
        }
        return new Looked(Math.min(at, to), gone);
    }

    Verdicts.Known known(CameraId camera, List<Entry.Segment> segments) {
        long margin = AROUND.toNanos() / 1000;
        long from = segments.get(0).startMicros() - margin;
        long to = segments.stream().mapToLong(Entry.Segment::endMicros).max().orElseThrow() + margin;
        List<Holds.Kept> alerts = surround.alerts().stream()
                .flatMap(told -> told.list(camera, Micros.instant(from), Micros.instant(to), 100_000).stream())
                .map(alert -> new Holds.Kept(
                        Micros.of(alert.at()), Math.max(Micros.of(alert.to()), Micros.of(alert.at()) + 1)))
                .toList();
        Set<Long> motion = new HashSet<>(surround.activity().pieces(camera, from, to, Activity.MOTION));
        return new Verdicts.Known(
                holds.kept(camera), alerts, motion, surround.activity().pieces(camera, from, to, Activity.WATCHED));
    }
}

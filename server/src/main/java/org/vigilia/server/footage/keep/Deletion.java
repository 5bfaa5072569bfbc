package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.SegmentRow;

/**
 * Has footage deleted: media deletes its own files and writes every deletion down; what lies in another pool is removed
 * there first, so that nothing is written down as gone that is still there.
 */
@Component
class Deletion {

    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
    private static final int MOST = 200;

    private final Pools pools;
    private final MediaArchive media;

    Deletion(Pools pools, MediaArchive media) {
        this.pools = pools;
        this.media = media;
    }

    private record Rule(String rule, String why) {}

    /** Deletes segments of one camera; returns how many are gone. {@link IOException} when media is away. */
    int delete(CameraId camera, List<SegmentRow> rows, List<Verdicts.Verdict> verdicts) throws IOException {
        Map<Long, SegmentRow> byNumber = new LinkedHashMap<>();
        rows.forEach(row -> byNumber.put(row.number(), row));
        Map<Rule, List<Long>> byRule = new LinkedHashMap<>();
        Set<String> away = new HashSet<>();
        for (Verdicts.Verdict verdict : verdicts) {
            SegmentRow row = byNumber.get(verdict.segment());
            if (row != null && !away.contains(row.pool()) && removed(row, away)) {
                byRule.computeIfAbsent(new Rule(verdict.rule(), verdict.why()), rule -> new ArrayList<>())
                        .add(verdict.segment());
            }
        }
        int gone = 0;
        for (Map.Entry<Rule, List<Long>> one : byRule.entrySet()) {
            List<Long> numbers = one.getValue();
            for (int from = 0; from < numbers.size(); from += MOST) {
                List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + MOST));
                MediaArchive.Deletion done = media.delete(
                        camera, some, one.getKey().rule(), one.getKey().why());
                gone += done.deleted().size();
                done.failed()
                        .forEach((segment, why) -> LOG.atWarn()
                                .addKeyValue("camera", camera)
                                .addKeyValue("segment", segment)
                                .addKeyValue("reason", why)
                                .log("a segment could not be deleted; it is tried again"));
            }
        }
        return gone;
    }

    /** A pool that does not answer is not asked for the next one: with many due that would take hours. */
    private boolean removed(SegmentRow row, Set<String> away) {
        if (row.pool().equals(Pools.FAST) && row.file().equals(row.entry().file())) {
            return true;
        }
        try {
            pools.get(row.pool()).remove(row.file(), row.sha256());
            return true;
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("camera", row.camera())
                    .addKeyValue("pool", row.pool())
                    .addKeyValue("reason", e.getMessage())
                    .log("a segment could not be deleted from its pool; it is tried again");
            if (isAway(row.pool())) {
                away.add(row.pool());
            }
            return false;
        }
    }

    private boolean isAway(String pool) {
        try {
            return pools.get(pool).findTrouble().isPresent();
        } catch (IOException unknown) {
            return true;
        }
    }
}

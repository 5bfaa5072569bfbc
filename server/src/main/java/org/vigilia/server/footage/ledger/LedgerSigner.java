package org.vigilia.server.footage.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.Database;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.footage.index.Follower;
import org.vigilia.server.footage.index.FootageIndex;

/**
 * Signs the ledger: a day soon after it is over, as soon as the index has all of it; and once a day those that changed
 * since, each as a further version.
 */
@Component
class LedgerSigner {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSigner.class);
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(10);
    private static final int DAYS = 400;
    /** After so many days nothing more is waited for. */
    private static final int LATE_DAYS = 7;

    private final LedgerDays days;
    private final FootageIndex index;
    private final Follower follower;
    private final Surround surround;
    private @Nullable NodeKey key;
    private @Nullable LocalDate lookedAgain;

    /** What it works with. */
    @Component
    record Surround(ServerSettings.Data data, Database database, Clock clock) {}

    LedgerSigner(LedgerDays days, FootageIndex index, Follower follower, Surround surround) {
        this.days = days;
        this.index = index;
        this.follower = follower;
        this.surround = surround;
    }

    /** The key it signs with. */
    synchronized NodeKey key() throws IOException {
        NodeKey known = key;
        if (known == null) {
            known = NodeKey.open(surround.data().dir().resolve("secrets"), "ledger");
            key = known;
        }
        return known;
    }

    VerifyKey verifyKey() throws IOException {
        return key().verifyKey();
    }

    @Scheduled(fixedDelayString = "${footage.ledger.every:60s}", initialDelayString = "${footage.ledger.every:60s}")
    void run() {
        if (!surround.database().ready() || follower.answeredAt() == null || follower.lag() > 0) {
            return;
        }
        try {
            Instant now = surround.clock().instant();
            LocalDate today = now.minus(AFTER_MIDNIGHT).atZone(ZoneOffset.UTC).toLocalDate();
            boolean again = !today.equals(lookedAgain);
            for (FootageIndex.Cursor cursor : index.cursors()) {
                sign(cursor.camera(), today.minusDays(1), again, now);
            }
            lookedAgain = today;
        } catch (IOException | DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("the ledger cannot be signed now");
        }
    }

    /** Signs what is due of a camera up to a day. @param again also days that changed since they were signed */
    int sign(CameraId camera, LocalDate until, boolean again, Instant now) throws IOException {
        LocalDate from = until.minusDays(DAYS);
        Map<LocalDate, LedgerDays.Signed> signed = days.signed(camera, from, until);
        if (!again && signed.containsKey(until)) {
            return 0;
        }
        long end = index.findReach(camera).map(FootageIndex.Reach::endMicros).orElse(0L);
        int count = 0;
        for (DaySum sum : days.sums(camera, from, until)) {
            Optional<LedgerDays.Signed> before = Optional.ofNullable(signed.get(sum.day()));
            if ((again || before.isEmpty()) && complete(sum.day(), end, now) && days.sign(sum, before, key(), now)) {
                count++;
            }
        }
        if (count > 0) {
            LOG.atInfo()
                    .addKeyValue("camera", camera)
                    .addKeyValue("days", count)
                    .log("days of the ledger signed");
        }
        return count;
    }

    /** Whether entries tell of the time after the day: until then media may still tell of the day itself. */
    private static boolean complete(LocalDate day, long endMicros, Instant now) {
        long over = DaySum.micros(day.plusDays(1));
        return endMicros >= over
                || day.plusDays(LATE_DAYS).isBefore(now.atZone(ZoneOffset.UTC).toLocalDate());
    }
}

package org.vigilia.server.footage.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.Span;
import tools.jackson.databind.json.JsonMapper;

/** The ledger's days: summed up from the index, and as they were signed. Safe for use by many threads. */
@Component
public class LedgerDays {

    private final JdbcClient sql;
    private final FootageIndex index;
    private final JsonMapper json;

    public LedgerDays(JdbcClient sql, FootageIndex index, JsonMapper json) {
        this.sql = sql;
        this.index = index;
        this.json = json;
    }

    /**
     * A day as it was signed.
     *
     * @param body what was signed, as UTF-8
     * @param signature Ed25519, Base64
     */
    public record Signed(
            CameraId camera, LocalDate day, int version, String body, String key, String signature, Instant at) {

        /** Whether a key's owner signed it. */
        public boolean signedBy(VerifyKey owner) {
            try {
                return owner.id().equals(key)
                        && owner.verifies(
                                body.getBytes(StandardCharsets.UTF_8),
                                Base64.getDecoder().decode(signature));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /** Sums of the days between two, both included, of which anything is known. */
    public List<DaySum> sums(CameraId camera, LocalDate from, LocalDate to) {
        Optional<FootageIndex.Reach> reach = index.findReach(camera);
        if (reach.isEmpty()) {
            return List.of();
        }
        long first = reach.get().startMicros();
        long last = reach.get().endMicros();
        List<Span> spans = index.spans(camera, DaySum.micros(from), DaySum.micros(to.plusDays(1)));
        LocalDate begin = from.isAfter(DaySum.day(first)) ? from : DaySum.day(first);
        LocalDate end = to.isBefore(DaySum.day(last - 1)) ? to : DaySum.day(last - 1);
        return begin.datesUntil(end.plusDays(1).isBefore(begin) ? begin : end.plusDays(1))
                .map(day -> DaySum.of(camera, day, spans, first, last))
                .toList();
    }

    /** The newest signed version of each day between two, both included. */
    public TreeMap<LocalDate, Signed> signed(CameraId camera, LocalDate from, LocalDate to) {
        TreeMap<LocalDate, Signed> days = new TreeMap<>();
        sql.sql("select * from footage_day where camera = ? and day between ? and ? order by day, version")
                .params(camera.value(), Date.valueOf(from), Date.valueOf(to))
                .query((row, n) -> new Signed(
                        camera,
                        row.getObject("day", LocalDate.class),
                        row.getInt("version"),
                        row.getString("body"),
                        row.getString("key"),
                        row.getString("signature"),
                        row.getTimestamp("signed_at").toInstant()))
                .list()
                .forEach(day -> days.put(day.day(), day));
        return days;
    }

    /** A day's sums as they are signed. */
    public String body(DaySum sum) {
        return json.writeValueAsString(sum);
    }

    /** Signs a day unless it was signed as it is; true when it was. */
    boolean sign(DaySum sum, Optional<Signed> before, NodeKey key, Instant now) {
        String body = body(sum);
        if (before.isPresent() && before.get().body().equals(body)) {
            return false;
        }
        String signature = Base64.getEncoder().encodeToString(key.sign(body.getBytes(StandardCharsets.UTF_8)));
        return sql.sql("insert into footage_day values (?,?,?,?,?,?,?) on conflict do nothing")
                        .params(
                                sum.camera().value(),
                                Date.valueOf(sum.day()),
                                before.map(Signed::version).orElse(0) + 1,
                                body,
                                key.verifyKey().id(),
                                signature,
                                Timestamp.from(now))
                        .update()
                > 0;
    }
}

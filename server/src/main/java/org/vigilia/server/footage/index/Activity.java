package org.vigilia.server.footage.index;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.server.Database;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was seen when, in pieces of ten seconds: the log of facts has no index by camera and time, and forgets sooner
 * than recordings do. Read once a second; the position moves with the rows, so nothing is counted twice.
 */
@Component
public class Activity {

    /** The class of how much moved. */
    public static final String MOTION = "MOTION";

    /** The class of pieces in which the picture was analysed at all, whether anything was seen or not. */
    public static final String WATCHED = "WATCHED";

    /** Microseconds of a piece. */
    public static final long PIECE_MICROS = 10_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Activity.class);
    private static final int BATCH = 4_000;
    private static final int BATCHES = 25;
    private static final TypeReference<Map<Integer, Long>> SEQUENCES = new TypeReference<>() {};

    private final FactLog log;
    private final JdbcClient sql;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Surround surround;

    /** What it works with. */
    @Component
    record Surround(Database database, PlatformTransactionManager transactions, Clock clock) {}

    Activity(FactLog log, JdbcTemplate batches, JsonMapper json, Surround surround) {
        this.log = log;
        this.sql = JdbcClient.create(batches);
        this.batches = batches;
        this.json = json;
        this.transaction = new TransactionTemplate(surround.transactions());
        this.surround = surround;
    }

    /** Something seen in a piece. @param atMicros when first in it */
    public record Seen(String objectClass, long fromMicros, long atMicros, int count, double level) {}

    private record Key(CameraId camera, int bucket, String objectClass) {}

    private record Sum(int count, double level, int firstMs) {
        Sum plus(Sum other) {
            return new Sum(
                    Math.max(count, other.count), Math.max(level, other.level), Math.min(firstMs, other.firstMs));
        }
    }

    /** Pieces that meet a span, in order; empty pieces are not there. */
    public List<Seen> list(CameraId camera, long fromMicros, long toMicros) {
        return sql.sql("select * from footage_activity where camera = ? and bucket >= ? and bucket < ?"
                        + " and class <> 'WATCHED' order by bucket")
                .params(camera.value(), bucket(fromMicros), bucket(toMicros - 1) + 1)
                .query((row, n) -> seen(
                        row.getInt("bucket"),
                        row.getString("class"),
                        row.getInt("count"),
                        row.getDouble("level"),
                        row.getInt("first_ms")))
                .list();
    }

    /** The pieces in which a class was seen, as the microseconds at which they begin. */
    public Set<Long> pieces(CameraId camera, long fromMicros, long toMicros, String objectClass) {
        return new HashSet<>(sql.sql("select bucket::bigint * 10000000 from footage_activity where camera = ?"
                        + " and bucket >= ? and bucket < ? and class = ?")
                .params(camera.value(), bucket(fromMicros), bucket(toMicros - 1) + 1, objectClass)
                .query(Long.class)
                .list());
    }

    /** The next piece after, or the last before, a moment in which one of the classes begins to be seen. */
    public Optional<Seen> find(CameraId camera, long atMicros, boolean next, List<String> classes) {
        // seen before it in the piece before: then it does not begin here
        String begins = " and not exists (select 1 from footage_activity b where b.camera = a.camera"
                + " and b.bucket = a.bucket - 1 and b.class in (:classes))";
        String where =
                next ? " and bucket::bigint * 10000 + first_ms > :ms" : " and bucket::bigint * 10000 + first_ms < :ms";
        return sql.sql("select * from footage_activity a where camera = :camera and class in (:classes) and bucket "
                        + (next ? ">=" : "<=") + " :bucket" + where + begins + " order by bucket "
                        + (next ? "asc" : "desc") + ", first_ms limit 1")
                .param("camera", camera.value())
                .param("classes", classes)
                .param("bucket", bucket(atMicros))
                .param("ms", atMicros / 1000)
                .query((row, n) -> seen(
                        row.getInt("bucket"),
                        row.getString("class"),
                        row.getInt("count"),
                        row.getDouble("level"),
                        row.getInt("first_ms")))
                .optional();
    }

    private static Seen seen(int bucket, String objectClass, int count, double level, int firstMs) {
        long from = bucket * PIECE_MICROS;
        return new Seen(objectClass, from, from + firstMs * 1000L, count, level);
    }

    static int bucket(long micros) {
        return (int) Math.floorDiv(micros, PIECE_MICROS);
    }

    /** Forgets what was seen before a moment. */
    public void forget(CameraId camera, long beforeMicros) {
        sql.sql("delete from footage_activity where camera = ? and bucket < ?")
                .params(camera.value(), bucket(beforeMicros))
                .update();
    }

    @Scheduled(fixedDelay = 1_000)
    void read() {
        if (!surround.database().ready()) {
            return;
        }
        try {
            for (int i = 0; i < BATCHES && Boolean.TRUE.equals(transaction.execute(status -> readOnce())); i++) {
                LOG.atTrace().log("more facts");
            }
        } catch (DataAccessException | TransactionException | LogUnavailable e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("what was seen cannot be noted now");
        }
    }

    private boolean readOnce() {
        Position from = position();
        List<Logged<Fact>> entries = log.readFacts(from, BATCH);
        if (entries.isEmpty()) {
            return false;
        }
        Map<Integer, Long> next = new HashMap<>(from.seqByPart());
        Map<Key, Sum> sums = new HashMap<>();
        for (Logged<Fact> entry : entries) {
            next.merge(entry.part(), entry.seq(), Math::max);
            sum(entry.value(), sums);
        }
        batches.batchUpdate(
                "insert into footage_activity as a values (?,?,?,?,?,?) on conflict (camera, bucket, class) do update"
                        + " set count = greatest(a.count, excluded.count), level = greatest(a.level, excluded.level),"
                        + " first_ms = least(a.first_ms, excluded.first_ms)",
                sums.entrySet().stream()
                        .map(e -> new Object[] {
                            e.getKey().camera.value(),
                            e.getKey().bucket,
                            e.getKey().objectClass,
                            e.getValue().count,
                            e.getValue().level,
                            e.getValue().firstMs
                        })
                        .toList());
        sql.sql("update footage_tail set position = ?::jsonb where reader = 'activity'")
                .param(json.writeValueAsString(next))
                .update();
        return entries.size() >= BATCH;
    }

    private Position position() {
        sql.sql("insert into footage_tail values ('activity', '{}') on conflict do nothing")
                .update();
        String text = sql.sql("select position from footage_tail where reader = 'activity' for update")
                .query(String.class)
                .single();
        Map<Integer, Long> known = json.readValue(text, SEQUENCES);
        return known.isEmpty()
                ? log.factsFrom(surround.clock().instant().minus(Duration.ofDays(3)))
                : new Position(known);
    }

    private static void sum(Fact fact, Map<Key, Sum> sums) {
        long micros = fact.at().getEpochSecond() * 1_000_000 + fact.at().getNano() / 1000;
        int bucket = bucket(micros);
        int firstMs = (int) (micros - bucket * PIECE_MICROS) / 1000;
        if (fact instanceof SceneReading reading && reading.zone() == null) {
            sums.merge(new Key(fact.camera(), bucket, WATCHED), new Sum(0, 0, firstMs), Sum::plus);
            reading.counts()
                    .forEach((objectClass, count) -> sums.merge(
                            new Key(fact.camera(), bucket, objectClass.name()), new Sum(count, 0, firstMs), Sum::plus));
        } else if (fact instanceof TrackUpdate track && track.phase() != TrackPhase.ENDED) {
            sums.merge(new Key(fact.camera(), bucket, track.objectClass().name()), new Sum(1, 0, firstMs), Sum::plus);
            if (track.motion().stillSince() == null) {
                double level =
                        Math.min(1, Math.sqrt(track.box().width() * track.box().height()) * 2 + 0.1);
                sums.merge(new Key(fact.camera(), bucket, MOTION), new Sum(0, level, firstMs), Sum::plus);
            }
        }
    }
}

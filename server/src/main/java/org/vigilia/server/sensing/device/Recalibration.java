package org.vigilia.server.sensing.device;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.ObservationLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calibrates what is stored already. The raw value is kept with each observation ({@code raw} in its extra), so this can be
 * done any number of times; an observation without it was never calibrated, and its result is the raw value.
 */
@Component
class Recalibration {

    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final ObservationLog log;
    private final JsonMapper json;

    Recalibration(JdbcTemplate jdbc, FactStore facts, JsonMapper json) {
        this.jdbc = jdbc;
        this.log = facts.observations();
        this.json = json;
    }

    private record Stored(long id, int again, Observation observation) {}

    private record Limits(double min, double max) {}

    /** @param from observations of this time and later */
    String run(Jobs.Job job, long datastream, Instant from) {
        List<Calibration> calibrations = jdbc.query(
                "select version, from_at, gain, zero, reference from sensing_calibration where datastream_id = ?"
                        + " order by from_at, version",
                (row, n) -> new Calibration(
                        row.getInt(1),
                        row.getTimestamp(2).toInstant(),
                        row.getDouble(3),
                        row.getDouble(4),
                        row.getString(5)),
                datastream);
        Map<String, @Nullable Object> limits = jdbc.queryForMap(
                "select cast(properties ->> 'min' as double precision) low,"
                        + " cast(properties ->> 'max' as double precision) high from sta_datastream where id = ?",
                datastream);
        Limits range = new Limits(
                limits.get("low") instanceof Double low ? low : -Double.MAX_VALUE,
                limits.get("high") instanceof Double high ? high : Double.MAX_VALUE);
        Long total = jdbc.queryForObject(
                "select count(*) from facts.observation where datastream = ? and at >= ?",
                Long.class,
                datastream,
                from.atOffset(ZoneOffset.UTC));
        long done = 0;
        long changed = 0;
        Instant at = from;
        int again = -1;
        while (job.progress(done, total == null ? done : total)) {
            List<Stored> batch = read(datastream, at, again);
            if (batch.isEmpty()) {
                return changed + " of " + done + " observations have another result now.";
            }
            for (Stored stored : batch) {
                changed += calibrate(stored, calibrations, range) ? 1 : 0;
                at = stored.observation.at();
                again = stored.again;
                done++;
            }
        }
        return "Stopped after " + done + " observations, " + changed + " of which have another result now.";
    }

    private boolean calibrate(Stored stored, List<Calibration> calibrations, Limits range) {
        Observation before = stored.observation;
        if (!before.numeric()) {
            return false;
        }
        ObjectNode extra =
                before.extra() == null ? json.createObjectNode() : (ObjectNode) json.readTree(before.extra());
        JsonNode kept = extra.get("raw");
        double raw = kept == null ? before.value() : kept.asDouble();
        Calibration holds = null;
        for (Calibration calibration : calibrations) {
            holds = calibration.from().isAfter(before.at()) ? holds : calibration;
        }
        double value = holds == null ? raw : holds.apply(raw);
        if (value == before.value()) {
            return false;
        }
        extra.put("raw", raw);
        if (holds == null) {
            extra.remove("calibration");
        } else {
            extra.put("calibration", holds.version());
        }
        boolean outside = value < range.min || value > range.max;
        int flag = QualityFlag.OUT_OF_RANGE.bit();
        log.replace(
                stored.id,
                new Observation(
                        before.datastream(),
                        before.at(),
                        before.until(),
                        before.resultTime(),
                        value,
                        null,
                        outside ? before.quality() | flag : before.quality() & ~flag,
                        extra.toString(),
                        before.feature()));
        return true;
    }

    private List<Stored> read(long datastream, Instant after, int again) {
        return jdbc.query(
                "select id, again, at, until, result_time, value, result, quality, extra, feature from facts.observation"
                        + " where datastream = ? and (at, again) > (?, ?) order by at, again limit " + BATCH,
                (row, n) -> {
                    Timestamp until = row.getTimestamp(4);
                    Timestamp resultTime = row.getTimestamp(5);
                    String result = row.getString(7);
                    return new Stored(
                            row.getLong(1),
                            row.getInt(2),
                            new Observation(
                                    new DatastreamId(datastream),
                                    row.getTimestamp(3).toInstant(),
                                    until == null ? null : until.toInstant(),
                                    resultTime == null ? null : resultTime.toInstant(),
                                    result == null ? row.getDouble(6) : Double.NaN,
                                    result,
                                    row.getInt(8),
                                    row.getString(9),
                                    row.getLong(10)));
                },
                datastream,
                after.atOffset(ZoneOffset.UTC),
                again);
    }
}

package org.vigilia.server.sensing.things;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Observations as clients write them, and the way into the store. */
@Component
class ObservationDesk {

    private static final int MAX_RESULT = 100_000;

    private final JdbcTemplate jdbc;
    private final ObservationLog log;
    private final Scrutiny scrutiny;
    private final JsonMapper json;

    ObservationDesk(JdbcTemplate jdbc, FactStore facts, Scrutiny scrutiny, JsonMapper json) {
        this.jdbc = jdbc;
        this.log = facts.observations();
        this.scrutiny = scrutiny;
        this.json = json;
    }

    /** What there is to know of a datastream before something of it is stored. */
    record Stream(long id, boolean multi, int properties, long thing) {}

    Stream stream(long datastream) {
        return jdbc.queryForObject(
                "select d.id, d.multi, d.thing_id, (select count(*) from sta_datastream_property p"
                        + " where p.datastream_id = d.id) properties from sta_datastream d where d.id = ?",
                (row, n) -> new Stream(
                        row.getLong("id"), row.getBoolean("multi"), row.getInt("properties"), row.getLong("thing_id")),
                datastream);
    }

    /** @param feature 0: the place of the thing */
    Observation read(BodyReader.Body body, Stream stream, long feature, Instant now) {
        JsonNode time = body.property("phenomenonTime");
        List<Instant> period = time == null || time.isNull() ? List.of(now) : BodyReader.period("phenomenonTime", time);
        JsonNode result = body.property("result");
        if (result == null || result.isNull()) {
            throw new BadQuery("An Observation needs 'result'.");
        }
        if (stream.multi && !(result.isArray() && result.size() == stream.properties)) {
            throw new BadQuery("The result for a MultiDatastream must be an array with one value for each of its "
                    + stream.properties + " observed properties.");
        }
        String text = result.isNumber() ? null : result.toString();
        if (text != null && text.length() > MAX_RESULT) {
            throw new BadQuery("A result may be at most " + MAX_RESULT + " characters long.");
        }
        double value = result.isNumber() ? result.asDouble() : Double.NaN;
        if (Double.isInfinite(value)) {
            throw new BadQuery("The result " + BodyReader.excerpt(result) + " is too large for a number.");
        }
        return new Observation(
                new DatastreamId(stream.id),
                period.get(0),
                period.size() > 1 ? period.get(1) : null,
                BodyReader.time("resultTime", body.property("resultTime")),
                value,
                text,
                0,
                extra(body, null),
                feature);
    }

    /** What has no column of its own. @param before the text there was; null for none */
    private @Nullable String extra(BodyReader.Body body, @Nullable String before) {
        ObjectNode extra = before == null ? json.createObjectNode() : (ObjectNode) json.readTree(before);
        for (String name : List.of("parameters", "resultQuality", "validTime")) {
            JsonNode value = body.property(name);
            if (value == null) {
                continue;
            }
            if (value.isNull()) {
                extra.remove(name);
            } else {
                extra.set(name, name.equals("validTime") ? validTime(value) : value);
            }
        }
        return extra.isEmpty() ? null : extra.toString();
    }

    private JsonNode validTime(JsonNode value) {
        List<Instant> period = BodyReader.period("validTime", value);
        if (period.size() != 2) {
            throw new BadQuery("'validTime' must be begin/end, but is " + BodyReader.excerpt(value) + ".");
        }
        return json.getNodeFactory().stringNode(RowReader.text(period.get(0)) + "/" + RowReader.text(period.get(1)));
    }

    /** Stores new ones; durable when it returns. @return their ids, in their order */
    List<Long> addAll(List<Observation> observations) {
        List<Long> ids = new ArrayList<>();
        log.addAll(scrutiny.examine(observations)).forEach(added -> ids.add(added.id()));
        return ids;
    }

    /** Changes what the body names. @param feature null: the one it has */
    void change(long id, BodyReader.Body body, @Nullable Long feature, @Nullable Long datastream, Instant now) {
        Observation before = find(id);
        Stream stream = stream(datastream == null ? before.datastream().value() : datastream);
        ObjectNode merged = json.createObjectNode();
        body.properties().forEach((property, value) -> merged.set(property.name(), value));
        if (body.property("result") == null) {
            merged.set(
                    "result",
                    before.result() == null ? RowReader.number(before.value()) : json.readTree(before.result()));
        }
        if (body.property("phenomenonTime") == null) {
            merged.put("phenomenonTime", before.at() + (before.until() == null ? "" : "/" + before.until()));
        }
        if (body.property("resultTime") == null && before.resultTime() != null) {
            merged.put("resultTime", before.resultTime().toString());
        }
        long of = feature == null ? before.feature() : feature;
        Observation after = read(BodyReader.read(EntityType.OBSERVATION, merged), stream, of, now);
        Observation whole = new Observation(
                after.datastream(),
                after.at(),
                after.until(),
                after.resultTime(),
                after.value(),
                after.result(),
                0,
                extra(body, before.extra()),
                of);
        log.replace(id, scrutiny.corrected(whole));
    }

    private Observation find(long id) {
        return jdbc.queryForObject(
                "select datastream, at, until, result_time, value, result, quality, extra, feature"
                        + " from facts.observation where id = ?",
                (row, n) -> {
                    Timestamp until = row.getTimestamp(3);
                    Timestamp resultTime = row.getTimestamp(4);
                    String result = row.getString(6);
                    return new Observation(
                            new DatastreamId(row.getLong(1)),
                            row.getTimestamp(2).toInstant(),
                            until == null ? null : until.toInstant(),
                            resultTime == null ? null : resultTime.toInstant(),
                            result == null ? row.getDouble(5) : Double.NaN,
                            result,
                            row.getInt(7),
                            row.getString(8),
                            row.getLong(9));
                },
                id);
    }

    void remove(long id) {
        log.remove(List.of(id));
    }

    /** Removes all of a feature. */
    void removeOfFeature(long feature) {
        while (true) {
            List<Long> ids = jdbc.queryForList(
                    "select o.id from facts.observation o where o.datastream in (select datastream_id from"
                            + " sta_datastream_feature where feature_id = ?) and o.feature = ? limit 10000",
                    Long.class,
                    feature,
                    feature);
            if (ids.isEmpty()) {
                return;
            }
            log.remove(ids);
        }
    }
}

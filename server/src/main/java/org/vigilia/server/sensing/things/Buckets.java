package org.vigilia.server.sensing.things;

import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.vigilia.server.sensing.entity.Conditions;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Sql;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.QueryOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our extension {@code $aggregate}: observations of a datastream summed up in buckets of time, so that a year can be drawn
 * without a million observations crossing the network. Counts only results that are numbers; flagged ones (see
 * {@link org.vigilia.contract.sensing.QualityFlag}) that are unusable are counted, but not in minimum, maximum and mean.
 */
final class Buckets {

    private static final long MAX_SECONDS = Duration.ofDays(366).toSeconds();
    private static final Map<String, Integer> UNITS = Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400);

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    Buckets(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** {@code 10s}, {@code 15m}, {@code 1h}, {@code 1d} or an ISO 8601 duration of whole seconds. */
    static long seconds(String text) {
        long seconds;
        try {
            seconds = text.matches("\\d{1,6}[smhd]")
                    ? Long.parseLong(text.substring(0, text.length() - 1))
                            * UNITS.getOrDefault(text.substring(text.length() - 1), 1)
                    : Duration.parse(text).toSeconds();
        } catch (java.time.format.DateTimeParseException e) {
            throw new BadQuery(
                    "$aggregate is a length of time such as 10s, 15m, 1h, 1d or PT6H, but is '" + text + "'.");
        }
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new BadQuery("$aggregate must be from 1s to 366d.");
        }
        return seconds;
    }

    JsonNode answer(ReadDesk.Reading reading, Resource resource, QueryOptions options, String address) {
        EntityReader.From from = resource.from();
        EntityReader.From parent = resource.parent();
        if (from.type() != EntityType.OBSERVATION || parent == null || parent.type() != EntityType.DATASTREAM) {
            throw new BadQuery("$aggregate is for the observations of one datastream: Datastreams(1)/Observations.");
        }
        if (!options.select().isEmpty() || !options.expand().isEmpty() || options.resultFormat() != null) {
            throw new BadQuery("$aggregate goes together with $filter, $orderby=phenomenonTime, $top and $skip only.");
        }
        long seconds = seconds(String.valueOf(options.aggregate()));
        int top = EntityReader.top(options);
        boolean descending =
                !options.order().isEmpty() && options.order().get(0).descending();
        String bad = String.valueOf(unusable());
        String a = from.alias();
        Sql sql = new Sql()
                .add("select floor(extract(epoch from " + a + ".at) / " + seconds + ")::bigint * " + seconds
                        + " begin, count(*), count(*) filter (where " + a + ".quality & " + bad + " <> 0),"
                        + " min(" + a + ".value) filter (where " + a + ".quality & " + bad + " = 0),"
                        + " max(" + a + ".value) filter (where " + a + ".quality & " + bad + " = 0),"
                        + " avg(" + a + ".value) filter (where " + a + ".quality & " + bad + " = 0)"
                        + " from " + from.type().from(a) + " where ")
                .add(reading.conditions().scope().condition(from.type(), a))
                .add(" and ")
                .add(from.condition())
                .add(" and " + a + ".value is not null");
        if (options.filter() != null) {
            sql.add(" and ")
                    .add(reading.conditions().condition(options.filter(), new Conditions.Place(from.type(), a)));
        }
        sql.add(" group by 1 order by 1" + (descending ? " desc" : "") + " limit " + (top + 1) + " offset "
                + options.page().skip());
        ObjectNode answer = json.createObjectNode();
        ArrayNode value = json.createArrayNode();
        int[] rows = {0};
        jdbc.query(
                sql.text(),
                row -> {
                    if (++rows[0] > top) {
                        return;
                    }
                    java.time.Instant begin = java.time.Instant.ofEpochSecond(row.getLong(1));
                    ObjectNode bucket = value.addObject();
                    bucket.put(
                            "phenomenonTime", RowReader.text(begin) + "/" + RowReader.text(begin.plusSeconds(seconds)));
                    bucket.put("count", row.getLong(2));
                    bucket.put("flagged", row.getLong(3));
                    String[] names = {"min", "max", "mean"};
                    for (int i = 0; i < names.length; i++) {
                        double number = row.getDouble(4 + i);
                        if (row.wasNull()) {
                            bucket.putNull(names[i]);
                        } else {
                            bucket.set(names[i], RowReader.number(number));
                        }
                    }
                },
                sql.values());
        if (rows[0] > top) {
            answer.put(
                    "@iot.nextLink",
                    Links.next(address, options.texts(), options.page().skip() + top));
        }
        answer.set("value", value);
        return answer;
    }

    private static int unusable() {
        int bits = 0;
        for (var flag : org.vigilia.contract.sensing.QualityFlag.values()) {
            if (org.vigilia.contract.sensing.QualityFlag.unusable(flag.bit())) {
                bits |= flag.bit();
            }
        }
        return bits;
    }
}

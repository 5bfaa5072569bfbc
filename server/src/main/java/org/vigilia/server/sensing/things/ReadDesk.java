package org.vigilia.server.sensing.things;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.server.sensing.entity.Conditions;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Functions;
import org.vigilia.server.sensing.entity.Geometries;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Scope;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.QueryOptions;
import org.vigilia.server.sensing.query.QueryParser;
import org.vigilia.server.sensing.query.ResourcePath;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers what is asked with GET. Safe for use by many threads. */
@Component
class ReadDesk {

    /** A query that takes longer is ended: one client must not hold the database. */
    static final int MAX_SECONDS = 15;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final Buckets buckets;

    ReadDesk(DataSource source, JsonMapper json, Clock clock) {
        jdbc = new JdbcTemplate(source);
        jdbc.setQueryTimeout(MAX_SECONDS);
        jdbc.setFetchSize(1_000);
        this.json = json;
        this.clock = clock;
        this.buckets = new Buckets(jdbc, json);
    }

    /** What is needed to answer one request. */
    record Reading(Conditions conditions, EntityReader reader, Links links) {}

    Reading reading(Scope scope, Links links) {
        Conditions conditions = new Conditions(scope, new Functions(clock, new Geometries(jdbc, json)));
        return new Reading(conditions, new EntityReader(jdbc, json, conditions, links), links);
    }

    /**
     * @param path below the service root, encoded, without the slash it begins with
     * @param query as in the address, encoded; null when there is none
     */
    Answer read(Scope scope, Links links, String path, @Nullable String query) {
        QueryOptions options = QueryParser.parse(query);
        ResourcePath parsed = ResourcePath.parse(path);
        if (parsed.steps().isEmpty()) {
            return Answer.json(ServiceRoot.describe(json, links));
        }
        Reading reading = reading(scope, links);
        Resource resource = Resource.of(parsed, reading.conditions);
        String address = links.root() + "/" + path;
        if (!resource.single()) {
            requireParent(reading, resource);
            return Answer.json(set(reading, resource, options, address, parsed.ending()));
        }
        return one(reading, resource, options, parsed);
    }

    private static void requireParent(Reading reading, Resource resource) {
        EntityReader.From parent = resource.parent();
        if (parent != null && reading.reader.count(parent, QueryOptions.NONE) == 0) {
            throw new Missing("There is no such " + parent.type().one() + " that you may see.");
        }
    }

    private JsonNode set(
            Reading reading, Resource resource, QueryOptions options, String address, @Nullable String ending) {
        if ("$count".equals(ending)) {
            return json.getNodeFactory().numberNode(reading.reader.count(resource.from(), options));
        }
        if ("$value".equals(ending)) {
            throw new BadQuery("$value is of one property, not of a set.");
        }
        if (options.aggregate() != null) {
            return buckets.answer(reading, resource, options, address);
        }
        EntityReader.Page page = reading.reader.page(resource.from(), options);
        ObjectNode answer = json.createObjectNode();
        if (page.count() != null) {
            answer.put("@iot.count", page.count());
        }
        if (page.more()) {
            int skip = options.page().skip() + page.entities().size();
            answer.put("@iot.nextLink", Links.next(address, options.texts(), skip));
        }
        ArrayNode value = answer.putArray("value");
        if ("$ref".equals(ending)) {
            page.entities()
                    .forEach(row -> value.addObject()
                            .put(
                                    "@iot.selfLink",
                                    reading.links.entity(resource.from().type(), row.id())));
        } else if (options.resultFormat() != null) {
            dataArrays(reading, resource, options, page, value);
        } else {
            page.entities().forEach(row -> value.add(row.json()));
        }
        return answer;
    }

    private void dataArrays(
            Reading reading, Resource resource, QueryOptions options, EntityReader.Page page, ArrayNode into) {
        if (!"dataArray".equals(options.resultFormat()) || resource.from().type() != EntityType.OBSERVATION) {
            throw new BadQuery("$resultFormat can only be dataArray, and only for Observations.");
        }
        List<String> components = options.select().isEmpty()
                ? List.of("id", "phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters")
                : options.select();
        Map<Long, ArrayNode> arrays = new LinkedHashMap<>();
        for (RowReader.Row row : page.entities()) {
            ArrayNode values = arrays.computeIfAbsent(row.datastream(), id -> json.createArrayNode())
                    .addArray();
            for (String component : components) {
                boolean id = component.equals("id") || component.equals("@iot.id");
                JsonNode value = id
                        ? json.getNodeFactory().numberNode(row.id())
                        : row.json().get(component);
                values.add(value == null ? json.getNodeFactory().nullNode() : value);
            }
        }
        arrays.forEach((datastream, values) -> {
            ObjectNode group = into.addObject();
            group.put("Datastream@iot.navigationLink", reading.links.entity(EntityType.DATASTREAM, datastream));
            ArrayNode names = group.putArray("components");
            components.forEach(names::add);
            group.put("dataArray@iot.count", values.size());
            group.set("dataArray", values);
        });
    }

    private Answer one(Reading reading, Resource resource, QueryOptions options, ResourcePath path) {
        if (options.filter() != null || !options.order().isEmpty() || options.aggregate() != null) {
            throw new BadQuery("$filter, $orderby and $aggregate are for sets, but the address is of one entity.");
        }
        Property property = resource.property();
        QueryOptions shown = property == null
                ? options
                : new QueryOptions(
                        null,
                        List.of(property.name()),
                        List.of(),
                        List.of(),
                        QueryOptions.NONE.page(),
                        null,
                        null,
                        Map.of());
        List<RowReader.Row> found =
                reading.reader.page(resource.from(), firstOf(shown)).entities();
        if (found.isEmpty()) {
            throw Missing.entity(
                    resource.from().type(),
                    path.steps().get(path.steps().size() - 1).id() == null
                            ? "there"
                            : String.valueOf(
                                    path.steps().get(path.steps().size() - 1).id()));
        }
        RowReader.Row row = found.get(0);
        if ("$ref".equals(path.ending())) {
            return Answer.json(json.createObjectNode()
                    .put("@iot.selfLink", reading.links.entity(resource.from().type(), row.id())));
        }
        return property == null ? whole(row, path) : property(row, property, resource.inside(), path);
    }

    /** The address names one entity, so what the client says of pages does not matter. */
    private static QueryOptions firstOf(QueryOptions o) {
        return new QueryOptions(
                null, o.select(), o.expand(), List.of(), new QueryOptions.Page(1, 0, false), null, null, o.texts());
    }

    private static Answer whole(RowReader.Row row, ResourcePath path) {
        if (path.ending() != null) {
            throw new BadQuery(path.ending() + " cannot follow one entity.");
        }
        return Answer.json(row.json());
    }

    private Answer property(RowReader.Row row, Property property, List<String> inside, ResourcePath path) {
        JsonNode value = row.json().get(property.name());
        String name = property.name();
        for (String step : inside) {
            name = step;
            value = value == null
                    ? null
                    : value.isArray() && step.matches("\\d{1,6}") ? value.get(Integer.parseInt(step)) : value.get(step);
        }
        if (value == null || value.isNull()) {
            return Answer.nothing();
        }
        if ("$value".equals(path.ending())) {
            return value.isString()
                    ? Answer.text(value.stringValue())
                    : value.isContainer() ? Answer.json(value) : Answer.text(value.toString());
        }
        ObjectNode answer = json.createObjectNode();
        answer.set(name, value);
        return Answer.json(answer);
    }
}

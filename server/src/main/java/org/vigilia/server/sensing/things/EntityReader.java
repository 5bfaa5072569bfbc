package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.vigilia.server.sensing.entity.Conditions;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Relation;
import org.vigilia.server.sensing.entity.Sql;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.QueryOptions;
import org.vigilia.server.sensing.query.QueryOptions.Expand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads entities with what is expanded in them: one query for each level, whatever number of entities there are on it. One
 * instance for one request; not thread-safe.
 */
final class EntityReader {

    /** Entities in one answer when the client does not say how many. */
    static final int USUAL_PAGE = 100;

    static final int MAX_PAGE = 1_000;
    static final int MAX_SKIP = 10_000_000;

    /** Most entities in one answer, expanded ones included. */
    private static final int MAX_ENTITIES = 100_000;

    private final JdbcTemplate jdbc;
    private final Conditions conditions;
    private final RowReader rows;
    private final Links links;
    private int entities;

    EntityReader(JdbcTemplate jdbc, JsonMapper json, Conditions conditions, Links links) {
        this.jdbc = jdbc;
        this.conditions = conditions;
        this.links = links;
        this.rows = new RowReader(json, links);
    }

    /**
     * A part of a set.
     *
     * @param more whether there are further ones after these
     * @param count how many there are in all; null when that was not asked for
     */
    record Page(
            List<RowReader.Row> entities,
            boolean more,
            @Nullable Long count) {}

    /** What a query is of: rows of a kind, under a name, that fulfil a condition. */
    record From(EntityType type, String alias, Sql condition) {}

    Page page(From from, QueryOptions options) {
        Shape shape = new Shape(from.type, options);
        int top = top(options);
        List<RowReader.Row> found = new ArrayList<>();
        Sql where = where(from, options);
        if (top > 0) {
            Sql sql = new Sql()
                    .add("select " + shape.columns(from.alias) + " from " + from.type.from(from.alias) + " where ")
                    .add(where)
                    .add(order(from, options))
                    .add(" limit " + (top + 1) + " offset " + skip(options));
            jdbc.query(
                    sql.text(),
                    row -> {
                        found.add(rows.read(row, shape, 1));
                    },
                    sql.values());
        }
        boolean more = found.size() > top;
        List<RowReader.Row> shown = more ? found.subList(0, top) : found;
        expand(from.type, shown, options);
        return new Page(shown, more, options.page().count() ? count(from, options) : null);
    }

    long count(From from, QueryOptions options) {
        Sql sql = new Sql()
                .add("select count(*) from " + from.type.from(from.alias) + " where ")
                .add(where(from, options));
        Long count = jdbc.queryForObject(sql.text(), Long.class, sql.values());
        return count == null ? 0 : count;
    }

    private Sql where(From from, QueryOptions options) {
        Sql where = new Sql()
                .add(conditions.scope().condition(from.type, from.alias))
                .add(" and ")
                .add(from.condition);
        if (options.filter() != null) {
            where.add(" and ").add(conditions.condition(options.filter(), new Conditions.Place(from.type, from.alias)));
        }
        return where;
    }

    private Sql order(From from, QueryOptions options) {
        Sql sql = Sql.of(" order by ");
        for (QueryOptions.Order order : options.order()) {
            sql.add(conditions.order(order, new Conditions.Place(from.type, from.alias)))
                    .add(", ");
        }
        // observations of one datastream lie in the order of their times, of all of them in that of their ids
        boolean byTime = from.type == EntityType.OBSERVATION
                && options.order().isEmpty()
                && !from.condition.text().equals("true");
        return sql.add(byTime ? from.alias + ".at, " + from.alias + ".again, " : "")
                .add(from.alias + ".id");
    }

    static int top(QueryOptions options) {
        Integer top = options.page().top();
        return top == null ? USUAL_PAGE : Math.min(top, MAX_PAGE);
    }

    private static int skip(QueryOptions options) {
        if (options.page().skip() > MAX_SKIP) {
            throw new BadQuery("$skip may be at most " + MAX_SKIP + "; use $filter to begin later.");
        }
        return options.page().skip();
    }

    private void expand(EntityType type, List<RowReader.Row> parents, QueryOptions options) {
        entities += parents.size();
        if (entities > MAX_ENTITIES) {
            throw new BadQuery("The answer would hold more than " + MAX_ENTITIES + " entities; lower $top, also inside"
                    + " $expand.");
        }
        for (Expand expand : options.expand()) {
            Relation relation = type.findRelation(expand.relation())
                    .orElseThrow(() -> new BadQuery("$expand: a " + type.one() + " has no relation '"
                            + expand.relation() + "'; it has "
                            + String.join(
                                    ", ",
                                    type.relations().stream()
                                            .map(Relation::name)
                                            .toList())
                            + "."));
            expand(type, parents, relation, expand.options());
        }
    }

    private void expand(EntityType type, List<RowReader.Row> parents, Relation relation, QueryOptions options) {
        if (parents.isEmpty()) {
            return;
        }
        String parent = conditions.alias();
        String child = conditions.alias();
        EntityType target = relation.target();
        Shape shape = new Shape(target, options);
        int top = relation.many() ? top(options) : 1;
        From from = new From(target, child, Sql.of(relation.join(parent, child)));
        long[] ids = parents.stream().mapToLong(RowReader.Row::id).toArray();
        Sql where = where(from, options);
        Map<Long, List<RowReader.Row>> byParent = new LinkedHashMap<>();
        if (top > 0) {
            Sql sql = new Sql()
                    .add("select " + parent + ".id, x.* from " + type.from(parent) + " cross join lateral (select "
                            + shape.columns(child) + " from " + target.from(child) + " where ")
                    .add(where)
                    .add(order(from, options))
                    .add(" limit " + (top + 1) + " offset " + skip(options) + ") x where " + parent + ".id = any(")
                    .value(ids)
                    .add(")");
            jdbc.query(
                    sql.text(),
                    row -> {
                        byParent.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                                .add(rows.read(row, shape, 2));
                    },
                    sql.values());
        }
        Map<Long, Long> counts =
                relation.many() && options.page().count() ? counts(type, parent, ids, from, where) : Map.of();
        List<RowReader.Row> all = new ArrayList<>();
        for (RowReader.Row row : parents) {
            List<RowReader.Row> found = byParent.getOrDefault(row.id(), List.of());
            List<RowReader.Row> shown = found.size() > top ? found.subList(0, top) : found;
            all.addAll(shown);
            put(type, row, relation, options, new Part(shown, found.size() > top, counts.get(row.id())));
        }
        expand(target, all, options);
    }

    private record Part(
            List<RowReader.Row> shown,
            boolean more,
            @Nullable Long count) {}

    private void put(EntityType type, RowReader.Row row, Relation relation, QueryOptions options, Part part) {
        ObjectNode json = row.json();
        String name = relation.name();
        if (!relation.many()) {
            if (!part.shown.isEmpty()) {
                json.set(name, part.shown.get(0).json());
            }
            return;
        }
        if (options.page().count()) {
            json.put(name + "@iot.count", part.count == null ? 0 : part.count);
        }
        ArrayNode array = json.putArray(name);
        part.shown.forEach(child -> array.add(child.json()));
        if (part.more) {
            json.put(
                    name + "@iot.nextLink",
                    Links.next(
                            links.entity(type, row.id()) + "/" + name,
                            options.texts(),
                            options.page().skip() + part.shown.size()));
        }
    }

    private Map<Long, Long> counts(EntityType type, String parent, long[] ids, From from, Sql where) {
        Sql sql = new Sql()
                .add("select " + parent + ".id, (select count(*) from " + from.type.from(from.alias) + " where ")
                .add(where)
                .add(") from " + type.from(parent) + " where " + parent + ".id = any(")
                .value(ids)
                .add(")");
        Map<Long, Long> counts = new LinkedHashMap<>();
        jdbc.query(
                sql.text(),
                row -> {
                    counts.put(row.getLong(1), row.getLong(2));
                },
                sql.values());
        return counts;
    }
}

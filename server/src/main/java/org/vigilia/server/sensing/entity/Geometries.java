package org.vigilia.server.sensing.entity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.vigilia.server.sensing.entity.Value.Type;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.Expression;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spatial functions. The database knows no geometry: candidates are taken from it by their bounding boxes, judged here
 * (JTS, Simple Feature Access), and handed back as ids. Distances and lengths are in degrees, as the standard says for
 * coordinates in degrees.
 */
public final class Geometries {

    /** Most geometries one function looks at. */
    static final int MAX_CANDIDATES = 50_000;

    private static final Set<String> TESTS = Set.of(
            "geo.intersects",
            "st_equals",
            "st_disjoint",
            "st_touches",
            "st_within",
            "st_overlaps",
            "st_crosses",
            "st_intersects",
            "st_contains",
            "st_relate");
    private static final Set<String> MEASURES = Set.of("geo.distance", "geo.length");

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    public Geometries(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A property that is a geometry, in a row of the query. */
    record Source(EntityType type, String alias, Property property) {}

    static boolean knows(String function) {
        return TESTS.contains(function) || MEASURES.contains(function);
    }

    Value call(String name, List<Value> arguments, Map<Integer, Source> sources, Scope scope) {
        int wanted = name.equals("geo.length") ? 1 : name.equals("st_relate") ? 3 : 2;
        if (arguments.size() != wanted) {
            throw new BadQuery(name + " needs " + wanted + " arguments, but has " + arguments.size() + ".");
        }
        int places = wanted == 1 ? 1 : 2;
        @Nullable Geometry[] constants = new Geometry[2];
        for (int i = 0; i < places; i++) {
            if (arguments.get(i).constant() instanceof Expression.Geometry geometry) {
                constants[i] = wkt(name, geometry.wkt());
            } else if (!sources.containsKey(i)) {
                throw new BadQuery(name + ": " + arguments.get(i).words() + " is no geometry. Write"
                        + " geography'POINT (longitude latitude)' or name a property that is one.");
            }
        }
        String pattern = pattern(name, arguments);
        ToDoubleFunction<Geometry[]> function = function(name, pattern);
        if (sources.isEmpty()) {
            double result = function.applyAsDouble(geometries(constants));
            return MEASURES.contains(name)
                    ? Value.constant(new Expression.Number(result))
                    : Value.constant(new Expression.Bool(result != 0));
        }
        if (sources.size() > 1) {
            throw new BadQuery(
                    name + " can compare a geometry of an entity with one in the request, not two of entities.");
        }
        int place = sources.keySet().iterator().next();
        Source source = java.util.Objects.requireNonNull(sources.get(place));
        Map<Long, Double> results = new LinkedHashMap<>();
        Geometry other = places == 1 ? null : constants[1 - place];
        boolean near =
                other != null && TESTS.contains(name) && !name.equals("st_disjoint") && !name.equals("st_relate");
        candidates(source, scope, near && other != null ? other.getEnvelopeInternal() : null)
                .forEach((id, geometry) -> {
                    constants[place] = geometry;
                    results.put(id, function.applyAsDouble(geometries(constants)));
                });
        return MEASURES.contains(name) ? measured(name, source, results) : tested(name, source, results);
    }

    private static Value tested(String name, Source source, Map<Long, Double> results) {
        long[] ids = results.entrySet().stream()
                .filter(e -> e.getValue() != 0)
                .mapToLong(Map.Entry::getKey)
                .toArray();
        return Value.of(Type.BOOL, Sql.of("(" + source.alias + ".id = any(?))", (Object) ids), name + "(…)");
    }

    private Value measured(String name, Source source, Map<Long, Double> results) {
        Map<String, Double> byText = new LinkedHashMap<>();
        results.forEach((id, value) -> byText.put(id.toString(), value));
        return Value.of(
                Type.NUMBER,
                Sql.of(
                        "cast(cast(? as jsonb) ->> cast(" + source.alias + ".id as text) as double precision)",
                        json.writeValueAsString(byText)),
                name + "(…)");
    }

    private static Geometry[] geometries(@Nullable Geometry[] all) {
        Geometry[] given = new Geometry[2];
        for (int i = 0; i < 2; i++) {
            given[i] = all[i] == null ? GeoJson.FACTORY.createPoint() : all[i];
        }
        return given;
    }

    private static @Nullable String pattern(String name, List<Value> arguments) {
        if (!name.equals("st_relate")) {
            return null;
        }
        if (arguments.get(2).constant() instanceof Expression.Text text
                && text.value().matches("[012TF*]{9}")) {
            return text.value();
        }
        throw new BadQuery("st_relate needs a pattern of nine characters out of 0 1 2 T F * in quotes.");
    }

    private static ToDoubleFunction<Geometry[]> function(String name, @Nullable String pattern) {
        return switch (name) {
            case "geo.distance" -> g -> g[0].distance(g[1]);
            case "geo.length" -> g -> g[0].getLength();
            case "st_equals" -> g -> truth(g[0].equalsTopo(g[1]));
            case "st_disjoint" -> g -> truth(g[0].disjoint(g[1]));
            case "st_touches" -> g -> truth(g[0].touches(g[1]));
            case "st_within" -> g -> truth(g[0].within(g[1]));
            case "st_overlaps" -> g -> truth(g[0].overlaps(g[1]));
            case "st_crosses" -> g -> truth(g[0].crosses(g[1]));
            case "st_contains" -> g -> truth(g[0].contains(g[1]));
            case "st_relate" -> g -> truth(g[0].relate(g[1], pattern));
            default -> g -> truth(g[0].intersects(g[1]));
        };
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static Geometry wkt(String name, String text) {
        try {
            Geometry geometry = new WKTReader(GeoJson.FACTORY).read(text.replaceFirst("(?i)^SRID=\\d+;", ""));
            if (!geometry.isValid()) {
                throw new BadQuery(name + ": the geometry '" + text + "' crosses itself or is not closed.");
            }
            return geometry;
        } catch (ParseException | IllegalArgumentException e) {
            throw e instanceof BadQuery bad
                    ? bad
                    : new BadQuery(name + ": '" + text + "' is no geometry in Well-Known Text, such as"
                            + " POINT (longitude latitude): " + e.getMessage());
        }
    }

    private Map<Long, Geometry> candidates(Source source, Scope scope, @Nullable Envelope near) {
        String alias = "g";
        EntityType type = source.type;
        Sql sql = new Sql()
                .add("select g.id, cast(" + source.property.sql(alias) + " as text) from " + type.from(alias)
                        + " where ")
                .add(scope.condition(type, alias));
        if (near != null && type != EntityType.DATASTREAM && type != EntityType.MULTI_DATASTREAM) {
            sql.add(" and g.west <= ")
                    .value(near.getMaxX())
                    .add(" and g.east >= ")
                    .value(near.getMinX())
                    .add(" and g.south <= ")
                    .value(near.getMaxY())
                    .add(" and g.north >= ")
                    .value(near.getMinY());
        }
        sql.add(" limit " + (MAX_CANDIDATES + 1));
        Map<Long, Geometry> found = new LinkedHashMap<>();
        jdbc.query(
                sql.text(),
                row -> {
                    Geometry geometry = geometry(row.getString(2));
                    if (geometry != null) {
                        found.put(row.getLong(1), geometry);
                    }
                },
                sql.values());
        if (found.size() > MAX_CANDIDATES) {
            throw new BadQuery("More than " + MAX_CANDIDATES
                    + " geometries would have to be looked at; choose a smaller" + " area.");
        }
        return found;
    }

    /** Null for what is no GeoJSON: other encodings are opaque. */
    private @Nullable Geometry geometry(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return GeoJson.read(json.readTree(text));
        } catch (JacksonException | IllegalArgumentException opaque) {
            return null;
        }
    }
}

package org.vigilia.server.sensing.entity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.Expression;
import org.vigilia.server.sensing.query.Expression.Binary;
import org.vigilia.server.sensing.query.Expression.Call;
import org.vigilia.server.sensing.query.Expression.Operator;
import org.vigilia.server.sensing.query.Expression.Path;
import org.vigilia.server.sensing.query.QueryOptions;

/**
 * Turns expressions into SQL. A comparison that goes through a relation to many is true when it is true of one of them.
 * One instance for one request: it numbers the aliases. Not thread-safe.
 */
public final class Conditions {

    private static final int MAX_TABLES = 40;

    private final Scope scope;
    private final Functions functions;
    private int aliases;

    public Conditions(Scope scope, Functions functions) {
        this.scope = scope;
        this.functions = functions;
    }

    public Scope scope() {
        return scope;
    }

    /** A new name for a table. */
    public String alias() {
        if (++aliases > MAX_TABLES) {
            throw new BadQuery(
                    "The request goes through more than " + MAX_TABLES + " relations; ask in several requests.");
        }
        return "t" + aliases;
    }

    /** Where names are looked up: one row, and rows that paths have led to. */
    public record Place(EntityType type, String alias, Map<String, Place> reached) {

        /** A row, and nothing reached from it yet. */
        public Place(EntityType type, String alias) {
            this(type, alias, Map.of());
        }

        Place and(String prefix, Place other) {
            Map<String, Place> all = new LinkedHashMap<>(reached);
            all.put(prefix, other);
            return new Place(type, alias, all);
        }
    }

    public Sql condition(Expression expression, Place place) {
        if (expression instanceof Binary binary
                && (binary.operator() == Operator.AND || binary.operator() == Operator.OR)) {
            return new Sql()
                    .add("(")
                    .add(condition(binary.left(), place))
                    .add(binary.operator() == Operator.AND ? " and " : " or ")
                    .add(condition(binary.right(), place))
                    .add(")");
        }
        if (expression instanceof Expression.Not not) {
            return new Sql()
                    .add("not coalesce(")
                    .add(condition(not.operand(), place))
                    .add(", false)");
        }
        return atom(expression, place);
    }

    /** Joins what the paths go through, then compares. */
    private Sql atom(Expression expression, Place place) {
        List<Path> paths = new ArrayList<>();
        collect(expression, paths);
        for (Path path : paths) {
            Step step = firstUnreached(path, place);
            if (step != null) {
                String alias = alias();
                EntityType target = step.relation.target();
                return new Sql()
                        .add("exists (select 1 from " + target.from(alias) + " where "
                                + step.relation.join(step.from.alias, alias) + " and ")
                        .add(scope.condition(target, alias))
                        .add(" and ")
                        .add(atom(expression, place.and(step.prefix, new Place(target, alias))))
                        .add(")");
            }
        }
        return value(expression, place).bool();
    }

    private static void collect(Expression expression, List<Path> into) {
        if (expression instanceof Path path) {
            into.add(path);
        } else if (expression instanceof Binary binary) {
            collect(binary.left(), into);
            collect(binary.right(), into);
        } else if (expression instanceof Call call) {
            call.arguments().forEach(a -> collect(a, into));
        } else if (expression instanceof Expression.Minus minus) {
            collect(minus.operand(), into);
        } else if (expression instanceof Expression.Not not) {
            collect(not.operand(), into);
        }
    }

    private record Step(String prefix, Relation relation, Place from) {}

    private static @Nullable Step firstUnreached(Path path, Place place) {
        Place at = place;
        StringBuilder prefix = new StringBuilder();
        for (String name : path.steps()) {
            Relation relation = at.type.findRelation(name).orElse(null);
            if (relation == null) {
                return null;
            }
            prefix.append('/').append(name);
            Place next = place.reached.get(prefix.toString());
            if (next == null) {
                return new Step(prefix.toString(), relation, at);
            }
            at = next;
        }
        return null;
    }

    /** What to sort by; through a relation to many, the first in that order. */
    public Sql order(QueryOptions.Order order, Place place) {
        String direction = order.descending() ? " desc nulls last" : " asc";
        return new Sql().add(sortable(order.by(), place, direction)).add(direction);
    }

    private Sql sortable(Expression expression, Place place, String direction) {
        List<Path> paths = new ArrayList<>();
        collect(expression, paths);
        for (Path path : paths) {
            Step step = firstUnreached(path, place);
            if (step != null) {
                String alias = alias();
                EntityType target = step.relation.target();
                return new Sql()
                        .add("(select ")
                        .add(sortable(expression, place.and(step.prefix, new Place(target, alias)), direction))
                        .add(" from " + target.from(alias) + " where " + step.relation.join(step.from.alias, alias)
                                + " and ")
                        .add(scope.condition(target, alias))
                        .add(" order by 1" + direction + " limit 1)");
            }
        }
        Value value = value(expression, place);
        return switch (value.type()) {
            case JSON, GEOMETRY -> new Sql().add("((").add(value.sql()).add(") #>> '{}')");
            default -> value.sql();
        };
    }

    Value value(Expression expression, Place place) {
        if (expression instanceof Expression.Literal literal) {
            return Value.constant(literal.value());
        }
        if (expression instanceof Path path) {
            return path(path, place);
        }
        if (expression instanceof Expression.Minus minus) {
            Value operand = value(minus.operand(), place);
            return Value.of(
                    Value.Type.NUMBER, new Sql().add("(-").add(operand.number()).add(")"), "-" + operand.words());
        }
        if (expression instanceof Expression.Not) {
            return Value.of(Value.Type.BOOL, condition(expression, place), "not …");
        }
        if (expression instanceof Call call) {
            List<Value> arguments = new ArrayList<>();
            for (Expression argument : call.arguments()) {
                arguments.add(value(argument, place));
            }
            return functions.call(call.function(), arguments, geometries(call, place), scope);
        }
        Binary binary = (Binary) expression;
        if (binary.operator() == Operator.AND || binary.operator() == Operator.OR) {
            return Value.of(Value.Type.BOOL, condition(binary, place), "(…)");
        }
        Value left = value(binary.left(), place);
        Value right = value(binary.right(), place);
        return binary.operator().compares()
                ? Value.of(Value.Type.BOOL, Comparison.sql(binary.operator(), left, right), "(…)")
                : Functions.arithmetic(binary.operator(), left, right);
    }

    /** The properties among a function's arguments that are geometries, by their number. */
    private static Map<Integer, Geometries.Source> geometries(Call call, Place place) {
        Map<Integer, Geometries.Source> sources = new LinkedHashMap<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            if (call.arguments().get(i) instanceof Path path) {
                Target target = target(path, place);
                if (target.property != null && target.property.kind() == Property.Kind.GEOMETRY) {
                    sources.put(i, new Geometries.Source(target.at.type, target.at.alias, target.property));
                }
            }
        }
        return sources;
    }

    private record Target(Place at, @Nullable Property property, List<String> inside) {}

    private static Target target(Path path, Place place) {
        Place at = place;
        StringBuilder prefix = new StringBuilder();
        int step = 0;
        while (step < path.steps().size()) {
            Place next = place.reached.get(prefix + "/" + path.steps().get(step));
            if (next == null || at.type.findRelation(path.steps().get(step)).isEmpty()) {
                break;
            }
            prefix.append('/').append(path.steps().get(step));
            at = next;
            step++;
        }
        if (step == path.steps().size()) {
            return new Target(at, null, List.of());
        }
        String name = path.steps().get(step);
        List<String> inside = path.steps().subList(step + 1, path.steps().size());
        if (name.equals("id") || name.equals("@iot.id")) {
            return new Target(at, null, inside);
        }
        EntityType type = at.type;
        Property property = type.findProperty(name).orElseThrow(() -> unknown(type, name));
        return new Target(at, property, inside);
    }

    private static BadQuery unknown(EntityType type, String name) {
        List<String> known = new ArrayList<>(List.of("id"));
        type.properties().forEach(p -> known.add(p.name()));
        type.relations().forEach(r -> known.add(r.name()));
        return new BadQuery("$filter or $orderby: a " + type.one() + " has no '" + name + "'; it has "
                + String.join(", ", known) + ".");
    }

    private static Value path(Path path, Place place) {
        Target target = target(path, place);
        String alias = target.at.alias;
        Property property = target.property;
        if (property == null) {
            return Value.of(Value.Type.WHOLE, Sql.of(alias + ".id"), path.toString());
        }
        if (!target.inside.isEmpty()) {
            return inside(path, property, alias, target.inside);
        }
        Sql sql = Sql.of(property.sql(alias));
        return switch (property.kind()) {
            case ID -> Value.of(Value.Type.WHOLE, sql, path.toString());
            case TEXT -> Value.of(Value.Type.TEXT, sql, path.toString());
            case JSON, OBJECT, ARRAY -> Value.of(Value.Type.JSON, sql, path.toString());
            case GEOMETRY -> Value.of(Value.Type.GEOMETRY, sql, path.toString());
            case TIME -> Value.of(Value.Type.TIME, sql, path.toString());
            case PERIOD -> new Value(Value.Type.PERIOD, sql, Sql.of(property.end(alias)), null, path.toString());
            case RESULT -> new Value(Value.Type.RESULT, sql, Sql.of(property.end(alias)), null, path.toString());
        };
    }

    private static Value inside(Path path, Property property, String alias, List<String> inside) {
        String json = switch (property.kind()) {
            case JSON, OBJECT, ARRAY, GEOMETRY -> property.sql(alias);
            case RESULT -> property.end(alias) + "::jsonb";
            default ->
                throw new BadQuery("$filter or $orderby: " + property.name() + " has nothing inside it, but " + path
                        + " asks for something.");
        };
        Sql sql = new Sql()
                .add("(" + json + " #> ")
                .value(inside.toArray(String[]::new))
                .add(")");
        return Value.of(Value.Type.JSON, sql, path.toString());
    }
}

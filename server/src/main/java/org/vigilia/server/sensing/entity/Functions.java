package org.vigilia.server.sensing.entity;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.vigilia.server.sensing.entity.Value.Type;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.Expression;
import org.vigilia.server.sensing.query.Expression.Operator;

/** The functions and the arithmetic of SensorThings 1.1 (clause 9.3.3.5) in SQL; times are in UTC. */
public final class Functions {

    private final Clock clock;
    private final Geometries geometries;

    public Functions(Clock clock, Geometries geometries) {
        this.clock = clock;
        this.geometries = geometries;
    }

    /** @param sources the arguments that are geometries of entities, by their number */
    Value call(String name, List<Value> arguments, Map<Integer, Geometries.Source> sources, Scope scope) {
        return switch (name) {
            case "substringof", "contains", "startswith", "endswith" -> textTest(name, two(name, arguments));
            case "length", "indexof", "substring", "tolower", "toupper", "trim", "concat" -> text(name, arguments);
            case "year", "month", "day", "hour", "minute", "second", "fractionalseconds" ->
                timePart(name, one(name, arguments));
            case "date", "time", "totaloffsetminutes" -> timeForm(name, one(name, arguments));
            case "now", "mindatetime", "maxdatetime" -> moment(name, arguments);
            case "round", "floor", "ceiling" ->
                number(
                        (name.equals("ceiling") ? "ceil" : name) + (name.equals("round") ? "(cast(" : "("),
                        one(name, arguments).number(),
                        name.equals("round") ? " as numeric))" : ")");
            case "before", "after", "during", "overlaps" -> periods(name, two(name, arguments));
            default -> {
                if (Geometries.knows(name)) {
                    yield geometries.call(name, arguments, sources, scope);
                }
                throw new BadQuery("There is no function '" + name + "'. See docs/reference/sensorthings.md for those"
                        + " there are.");
            }
        };
    }

    private static List<Value> two(String name, List<Value> arguments) {
        if (arguments.size() != 2) {
            throw new BadQuery(name + " needs two arguments, but has " + arguments.size() + ".");
        }
        return arguments;
    }

    private static Value one(String name, List<Value> arguments) {
        if (arguments.size() != 1) {
            throw new BadQuery(name + " needs one argument, but has " + arguments.size() + ".");
        }
        return arguments.get(0);
    }

    private static Value textTest(String name, List<Value> arguments) {
        Sql first = arguments.get(0).text();
        Sql second = arguments.get(1).text();
        Sql sql = switch (name) {
            case "substringof" ->
                new Sql().add("(position(").add(first).add(" in ").add(second).add(") > 0)");
            case "contains" ->
                new Sql().add("(position(").add(second).add(" in ").add(first).add(") > 0)");
            case "startswith" ->
                new Sql().add("starts_with(").add(first).add(", ").add(second).add(")");
            default ->
                new Sql()
                        .add("(right(")
                        .add(first)
                        .add(", length(")
                        .add(second)
                        .add(")) = ")
                        .add(second)
                        .add(")");
        };
        return Value.of(Type.BOOL, sql, name + "(…)");
    }

    private static Value text(String name, List<Value> arguments) {
        return switch (name) {
            case "length" -> number("length(", one(name, arguments).text(), ")");
            case "indexof" -> {
                List<Value> both = two(name, arguments);
                yield Value.of(
                        Type.NUMBER,
                        new Sql()
                                .add("(position(")
                                .add(both.get(1).text())
                                .add(" in ")
                                .add(both.get(0).text())
                                .add(") - 1)"),
                        "indexof(…)");
            }
            case "substring" -> substring(arguments);
            case "concat" -> {
                List<Value> both = two(name, arguments);
                yield Value.of(
                        Type.TEXT,
                        new Sql()
                                .add("(")
                                .add(both.get(0).text())
                                .add(" || ")
                                .add(both.get(1).text())
                                .add(")"),
                        "concat(…)");
            }
            default -> {
                String function = name.equals("tolower") ? "lower(" : name.equals("toupper") ? "upper(" : "btrim(";
                Sql sql =
                        new Sql().add(function).add(one(name, arguments).text()).add(")");
                yield Value.of(Type.TEXT, sql, name + "(…)");
            }
        };
    }

    private static Value substring(List<Value> arguments) {
        if (arguments.size() != 2 && arguments.size() != 3) {
            throw new BadQuery("substring needs two or three arguments, but has " + arguments.size() + ".");
        }
        Sql sql = new Sql()
                .add("substr(")
                .add(arguments.get(0).text())
                .add(", cast(")
                .add(arguments.get(1).number())
                .add(" as int) + 1");
        if (arguments.size() == 3) {
            sql.add(", greatest(0, cast(").add(arguments.get(2).number()).add(" as int))");
        }
        return Value.of(Type.TEXT, sql.add(")"), "substring(…)");
    }

    private static Value number(String before, Sql argument, String after) {
        return Value.of(Type.NUMBER, new Sql().add(before).add(argument).add(after), before + "…)");
    }

    private static Value timePart(String name, Value at) {
        String part = name.equals("fractionalseconds") ? "second" : name;
        Sql extract = new Sql().add("extract(" + part + " from ");
        if (at.type() == Type.TIME_OF_DAY || at.type() == Type.DATE) {
            extract.add(at.sql());
        } else {
            extract.add("(").add(at.time()).add(" at time zone 'UTC')");
        }
        extract.add(")");
        Sql sql = switch (name) {
            case "second" -> new Sql().add("floor(").add(extract).add(")");
            case "fractionalseconds" -> new Sql().add("(").add(extract).add(" % 1)");
            default -> extract;
        };
        return Value.of(Type.NUMBER, sql, name + "(…)");
    }

    private static Value timeForm(String name, Value at) {
        if (name.equals("totaloffsetminutes")) {
            // all times are kept in UTC; the argument must be a time nevertheless
            return Value.of(
                    Type.NUMBER, new Sql().add("(case when ").add(at.time()).add(" is not null then 0 end)"), name);
        }
        Sql sql = new Sql().add("cast(").add(at.time()).add(" at time zone 'UTC' as " + name + ")");
        return Value.of(name.equals("date") ? Type.DATE : Type.TIME_OF_DAY, sql, name + "(…)");
    }

    private Value moment(String name, List<Value> arguments) {
        if (!arguments.isEmpty()) {
            throw new BadQuery(name + " needs no argument, but has " + arguments.size() + ".");
        }
        java.time.Instant at = switch (name) {
            case "now" -> clock.instant();
            case "mindatetime" -> java.time.Instant.parse("0001-01-01T00:00:00Z");
            default -> java.time.Instant.parse("9999-12-31T23:59:59Z");
        };
        return Value.constant(new Expression.Time(at));
    }

    private static Value periods(String name, List<Value> both) {
        Value left = both.get(0);
        Value right = both.get(1);
        Sql sql = new Sql().add("(");
        switch (name) {
            case "before" -> sql.add(left.until()).add(" < ").add(right.time());
            case "after" -> sql.add(left.time()).add(" > ").add(right.until());
            case "during" ->
                sql.add(left.time())
                        .add(" >= ")
                        .add(right.time())
                        .add(" and ")
                        .add(left.until())
                        .add(" <= ")
                        .add(right.until());
            default ->
                sql.add(left.time())
                        .add(" <= ")
                        .add(right.until())
                        .add(" and ")
                        .add(left.until())
                        .add(" >= ")
                        .add(right.time());
        }
        return Value.of(Type.BOOL, sql.add(")"), name + "(…)");
    }

    /** Numbers, or times and durations: a time plus or minus a duration, the duration between two times. */
    static Value arithmetic(Operator operator, Value left, Value right) {
        boolean adds = operator == Operator.ADD;
        if (adds || operator == Operator.SUB) {
            String sign = adds ? " + " : " - ";
            if (left.isTime() && right.type() == Type.LENGTH
                    || left.type() == Type.DATE && right.type() == Type.LENGTH) {
                return Value.of(Type.TIME, between(left.time(), sign, right.length()), "(…)");
            }
            if (!adds && left.isTime() && right.isTime()) {
                return Value.of(Type.LENGTH, between(left.time(), sign, right.time()), "(…)");
            }
            if (left.type() == Type.LENGTH) {
                return Value.of(Type.LENGTH, between(left.length(), sign, right.length()), "(…)");
            }
            return Value.of(Type.NUMBER, between(left.number(), sign, right.number()), "(…)");
        }
        Sql divisor = new Sql().add("nullif(").add(right.number()).add(", 0)");
        return switch (operator) {
            case MUL -> Value.of(Type.NUMBER, between(left.number(), " * ", right.number()), "(…)");
            case DIV ->
                Value.of(
                        Type.NUMBER,
                        new Sql()
                                .add("(cast(")
                                .add(left.number())
                                .add(" as double precision) / ")
                                .add(divisor)
                                .add(")"),
                        "(…)");
            default ->
                Value.of(
                        Type.NUMBER,
                        new Sql()
                                .add("mod(cast(")
                                .add(left.number())
                                .add(" as numeric), cast(")
                                .add(divisor)
                                .add(" as numeric))"),
                        "(…)");
        };
    }

    private static Sql between(Sql left, String sign, Sql right) {
        return new Sql().add("(").add(left).add(sign).add(right).add(")");
    }
}

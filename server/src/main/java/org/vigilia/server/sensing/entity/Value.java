package org.vigilia.server.sensing.entity;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.Expression;

/**
 * A part of an expression in SQL, with what it is.
 *
 * @param type what it is
 * @param sql how to compute it; for results, the number
 * @param end for periods, the end; for results, the JSON text of what is not a number; else null
 * @param constant the constant it is; null when it is none
 * @param words how the client wrote it, for messages
 */
record Value(Type type, Sql sql, @Nullable Sql end, Expression.@Nullable Constant constant, String words) {

    enum Type {
        NULL,
        NUMBER,
        WHOLE,
        TEXT,
        BOOL,
        TIME,
        PERIOD,
        DATE,
        TIME_OF_DAY,
        LENGTH,
        JSON,
        RESULT,
        GEOMETRY
    }

    static Value of(Type type, Sql sql, String words) {
        return new Value(type, sql, null, null, words);
    }

    static Value constant(Expression.@Nullable Constant constant) {
        if (constant == null) {
            return of(Type.NULL, Sql.of("null"), "null");
        }
        if (constant instanceof Expression.Number n) {
            return new Value(Type.NUMBER, new Sql().value(n.value()), null, n, String.valueOf(n.value()));
        }
        if (constant instanceof Expression.Text t) {
            return new Value(Type.TEXT, Sql.of("cast(? as text)", t.value()), null, t, "'" + t.value() + "'");
        }
        if (constant instanceof Expression.Bool b) {
            return new Value(Type.BOOL, Sql.of(b.value() ? "true" : "false"), null, b, String.valueOf(b.value()));
        }
        if (constant instanceof Expression.Time t) {
            return new Value(Type.TIME, time(t.value()), null, t, t.value().toString());
        }
        if (constant instanceof Expression.Period p) {
            return new Value(Type.PERIOD, time(p.begin()), time(p.end()), p, p.begin() + "/" + p.end());
        }
        if (constant instanceof Expression.Date d) {
            return new Value(
                    Type.DATE,
                    Sql.of("cast(? as date)", d.value()),
                    null,
                    d,
                    d.value().toString());
        }
        if (constant instanceof Expression.TimeOfDay t) {
            return new Value(
                    Type.TIME_OF_DAY,
                    Sql.of("cast(? as time)", t.value()),
                    null,
                    t,
                    t.value().toString());
        }
        if (constant instanceof Expression.Length l) {
            return new Value(
                    Type.LENGTH,
                    Sql.of("cast(? as interval)", l.value().toString()),
                    null,
                    l,
                    l.value().toString());
        }
        Expression.Geometry geometry = (Expression.Geometry) constant;
        return new Value(Type.GEOMETRY, Sql.of("null"), null, geometry, "the geometry");
    }

    private static Sql time(java.time.Instant at) {
        try {
            return Sql.of("cast(? as timestamptz)", at.atOffset(ZoneOffset.UTC));
        } catch (java.time.DateTimeException e) {
            throw new BadQuery("The time " + at + " is out of range.");
        }
    }

    Sql number() {
        return switch (type) {
            case NUMBER, WHOLE, RESULT, NULL -> sql;
            case JSON ->
                new Sql()
                        .add("(case when jsonb_typeof(")
                        .add(sql)
                        .add(") = 'number' then cast((")
                        .add(sql)
                        .add(") #>> '{}' as double precision) end)");
            case TEXT -> {
                if (constant instanceof Expression.Text t && isNumber(t.value())) {
                    yield new Sql().value(Double.valueOf(t.value()));
                }
                throw isNot("a number");
            }
            default -> throw isNot("a number");
        };
    }

    static boolean isNumber(String text) {
        return text.matches("[+-]?\\d{1,300}(\\.\\d{1,300})?([eE][+-]?\\d{1,2})?");
    }

    Sql text() {
        return switch (type) {
            case TEXT, NULL -> sql;
            case JSON -> new Sql().add("((").add(sql).add(") #>> '{}')");
            case RESULT ->
                new Sql()
                        .add("(case when ")
                        .add(ending())
                        .add(" is null then cast(")
                        .add(sql)
                        .add(" as text) else cast(")
                        .add(ending())
                        .add(" as jsonb) #>> '{}' end)");
            case NUMBER, WHOLE -> new Sql().add("cast(").add(sql).add(" as text)");
            default -> throw isNot("a text");
        };
    }

    Sql bool() {
        return switch (type) {
            case BOOL, NULL -> sql;
            case JSON ->
                new Sql()
                        .add("(case when jsonb_typeof(")
                        .add(sql)
                        .add(") = 'boolean' then (")
                        .add(sql)
                        .add(") = 'true'::jsonb end)");
            case RESULT ->
                new Sql().add("(case ").add(ending()).add(" when 'true' then true when 'false' then false end)");
            default -> throw isNot("true or false");
        };
    }

    /** A moment; of a period, its begin. */
    Sql time() {
        return switch (type) {
            case TIME, PERIOD, NULL -> sql;
            case DATE -> new Sql().add("(cast(").add(sql).add(" as timestamp) at time zone 'UTC')");
            case JSON, TEXT, RESULT ->
                new Sql()
                        .add("(case when pg_input_is_valid(")
                        .add(text())
                        .add(", 'timestamptz') then cast(")
                        .add(text())
                        .add(" as timestamptz) end)");
            default -> throw isNot("a time");
        };
    }

    /** The end of a period; of a moment, itself. */
    Sql until() {
        return type == Type.PERIOD
                ? new Sql().add("coalesce(").add(ending()).add(", ").add(sql).add(")")
                : time();
    }

    Sql length() {
        if (type != Type.LENGTH && type != Type.NULL) {
            throw isNot("a duration (write duration'PT1H')");
        }
        return sql;
    }

    boolean isTime() {
        return type == Type.TIME || type == Type.PERIOD;
    }

    private Sql ending() {
        return java.util.Objects.requireNonNull(end);
    }

    BadQuery isNot(String wanted) {
        return new BadQuery(
                "$filter or $orderby: " + words + " is not " + wanted + ", which is needed where it stands.");
    }
}

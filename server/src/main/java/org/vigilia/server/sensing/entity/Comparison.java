package org.vigilia.server.sensing.entity;

import org.vigilia.server.sensing.entity.Value.Type;
import org.vigilia.server.sensing.query.Expression;
import org.vigilia.server.sensing.query.Expression.Operator;

/** Comparisons in SQL: of what kind the two sides are decides how they are compared. */
final class Comparison {

    private Comparison() {}

    static Sql sql(Operator operator, Value left, Value right) {
        if (left.type() == Type.NULL || right.type() == Type.NULL) {
            return withNull(operator, left, right);
        }
        if (left.type() == Type.GEOMETRY || right.type() == Type.GEOMETRY) {
            throw (left.type() == Type.GEOMETRY ? left : right)
                    .isNot("something that can be compared (use geo.intersects, st_within, …)");
        }
        if (left.type() == Type.PERIOD || right.type() == Type.PERIOD) {
            return periods(operator, left, right);
        }
        if (textAndResult(left, right) || textAndResult(right, left)) {
            // what is in quotes is a text, and a text is compared as one: result gt '3' is not true of 10
            return plain(operator, left.text(), right.text());
        }
        if (left.type() == Type.WHOLE
                && right.constant() instanceof Expression.Number n
                && n.value() == Math.rint(n.value())) {
            return plain(operator, left.sql(), new Sql().value((long) n.value()));
        }
        if (either(left, right, Type.NUMBER, Type.WHOLE)) {
            return plain(operator, left.number(), right.number());
        }
        if (either(left, right, Type.TIME)) {
            if (operator == Operator.NE) {
                // a time that is not known is not known to be another one
                return new Sql()
                        .add("(")
                        .add(left.time())
                        .add(" <> ")
                        .add(right.time())
                        .add(")");
            }
            return plain(operator, left.time(), right.time());
        }
        if (either(left, right, Type.DATE)) {
            return plain(operator, date(left), date(right));
        }
        if (either(left, right, Type.TIME_OF_DAY) || either(left, right, Type.LENGTH)) {
            if (left.type() != right.type()) {
                throw right.isNot("of the same kind as " + left.words());
            }
            return plain(operator, left.sql(), right.sql());
        }
        if (either(left, right, Type.BOOL)) {
            return plain(operator, left.bool(), right.bool());
        }
        if (left.type() == Type.JSON && right.type() == Type.JSON) {
            return plain(operator, left.sql(), right.sql());
        }
        return plain(operator, left.text(), right.text());
    }

    private static boolean either(Value left, Value right, Type... types) {
        for (Type type : types) {
            if (left.type() == type || right.type() == type) {
                return true;
            }
        }
        return false;
    }

    private static Sql date(Value value) {
        return value.type() == Type.DATE
                ? value.sql()
                : new Sql().add("cast(").add(value.time()).add(" at time zone 'UTC' as date)");
    }

    private static Sql plain(Operator operator, Sql left, Sql right) {
        return new Sql().add("(").add(left).add(sign(operator)).add(right).add(")");
    }

    /** What is not there differs from everything that is. */
    private static String sign(Operator operator) {
        return switch (operator) {
            case EQ -> " = ";
            case NE -> " is distinct from ";
            case GT -> " > ";
            case GE -> " >= ";
            case LT -> " < ";
            case LE -> " <= ";
            default -> throw new IllegalArgumentException(operator + " compares nothing");
        };
    }

    private static Sql withNull(Operator operator, Value left, Value right) {
        Value other = left.type() == Type.NULL ? right : left;
        if (operator != Operator.EQ && operator != Operator.NE) {
            return Sql.of("false");
        }
        String test = operator == Operator.EQ ? " is null" : " is not null";
        if (other.type() == Type.NULL) {
            return Sql.of(operator == Operator.EQ ? "true" : "false");
        }
        if (other.type() == Type.RESULT) {
            // every observation has a result
            return Sql.of(operator == Operator.EQ ? "false" : "true");
        }
        Sql sql = other.type() == Type.JSON ? other.text() : other.sql();
        return new Sql().add("(").add(sql).add(test + ")");
    }

    private static boolean textAndResult(Value text, Value result) {
        return result.type() == Type.RESULT && text.constant() instanceof Expression.Text;
    }

    /** Before means: ended before or when the other began; a moment is a period without length. */
    private static Sql periods(Operator operator, Value left, Value right) {
        Sql sql = new Sql().add("(");
        switch (operator) {
            case EQ, NE -> {
                sql.add(operator == Operator.NE ? "not coalesce(" : "(");
                both(sql, left.time(), " = ", right.time(), left.until(), " = ", right.until());
                sql.add(operator == Operator.NE ? ", false)" : ")");
            }
            case LT -> both(sql, left.time(), " < ", right.time(), left.until(), " <= ", right.time());
            case LE -> both(sql, left.time(), " <= ", right.time(), left.until(), " <= ", right.until());
            case GT -> both(sql, left.time(), " >= ", right.until(), left.until(), " > ", right.until());
            case GE -> both(sql, left.time(), " >= ", right.time(), left.until(), " >= ", right.until());
            default -> throw new IllegalArgumentException(operator + " compares nothing");
        }
        return sql.add(")");
    }

    private static void both(Sql into, Sql a, String sign, Sql b, Sql c, String other, Sql d) {
        into.add(a).add(sign).add(b).add(" and ").add(c).add(other).add(d);
    }
}

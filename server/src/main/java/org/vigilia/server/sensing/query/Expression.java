package org.vigilia.server.sensing.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of {@code $filter} or {@code $orderby}. */
public sealed interface Expression {

    /**
     * A constant.
     *
     * @param value null for {@code null}
     */
    record Literal(@Nullable Constant value) implements Expression {}

    /**
     * A property, perhaps of a related entity or inside a JSON value: {@code Datastream/unitOfMeasurement/name}.
     *
     * @param steps one or more
     */
    record Path(List<String> steps) implements Expression {

        @Override
        public String toString() {
            return String.join("/", steps);
        }
    }

    /** {@code not x}. */
    record Not(Expression operand) implements Expression {}

    /** {@code -x}. */
    record Minus(Expression operand) implements Expression {}

    /** Two operands and what is between them. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** A function; its name is in small letters. */
    record Call(String function, List<Expression> arguments) implements Expression {}

    /** What stands between two operands. */
    enum Operator {
        OR,
        AND,
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE,
        ADD,
        SUB,
        MUL,
        DIV,
        MOD;

        /** Whether it compares. */
        public boolean compares() {
            return compareTo(EQ) >= 0 && compareTo(LE) <= 0;
        }
    }

    /** What a constant can be. */
    sealed interface Constant {}

    record Number(double value) implements Constant {}

    record Text(String value) implements Constant {}

    record Bool(boolean value) implements Constant {}

    record Time(Instant value) implements Constant {}

    /** From the first to the second, both included; {@code begin/end}. */
    record Period(Instant begin, Instant end) implements Constant {}

    record Date(LocalDate value) implements Constant {}

    record TimeOfDay(LocalTime value) implements Constant {}

    record Length(Duration value) implements Constant {}

    /** A geometry in Well-Known Text, WGS 84, longitude first. */
    record Geometry(String wkt) implements Constant {}
}

package org.vigilia.server.sensing.query;

import static org.vigilia.server.sensing.query.Expression.Operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vigilia.server.sensing.query.Lexer.Kind;
import org.vigilia.server.sensing.query.Lexer.Word;

/**
 * Reads expressions by recursive descent. From loosest to tightest: or, and, not, comparison, add and sub, mul and div and
 * mod, minus. Depth is limited, because a request must not be able to exhaust the stack.
 */
final class ExpressionParser {

    static final int MAX_DEPTH = 60;

    private static final List<Map<String, Operator>> LEVELS = List.of(
            Map.of("or", Operator.OR),
            Map.of("and", Operator.AND),
            Map.of(
                    "eq",
                    Operator.EQ,
                    "ne",
                    Operator.NE,
                    "gt",
                    Operator.GT,
                    "ge",
                    Operator.GE,
                    "lt",
                    Operator.LT,
                    "le",
                    Operator.LE),
            Map.of("add", Operator.ADD, "sub", Operator.SUB),
            Map.of("mul", Operator.MUL, "div", Operator.DIV, "mod", Operator.MOD));

    private static final int COMPARISON = 2;

    private final String option;
    private final String text;
    private final List<Word> words;
    private int next;
    private int depth;

    ExpressionParser(String option, String text) {
        this.option = option;
        this.text = text;
        this.words = new Lexer(option, text).words();
    }

    /** The whole text as one expression. */
    Expression parse() {
        Expression expression = level(0);
        expectEnd();
        return expression;
    }

    /** The whole text as expressions with a direction each: {@code a desc, b}. */
    List<QueryOptions.Order> parseOrder() {
        List<QueryOptions.Order> orders = new ArrayList<>();
        do {
            Expression expression = level(0);
            boolean descending = isWord("desc");
            if (descending || isWord("asc")) {
                next++;
            }
            orders.add(new QueryOptions.Order(expression, descending));
        } while (take(Kind.COMMA));
        expectEnd();
        return orders;
    }

    private Expression level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        if (level == COMPARISON && isWord("not")) {
            next++;
            return deeper(() -> new Expression.Not(level(COMPARISON)));
        }
        Expression left = level(level + 1);
        Operator operator = operator(level);
        while (operator != null) {
            next++;
            left = new Expression.Binary(operator, left, level(level + 1));
            operator = operator(level);
        }
        return left;
    }

    private @org.jspecify.annotations.Nullable Operator operator(int level) {
        Word word = word();
        return word.kind() == Kind.WORD ? LEVELS.get(level).get(word.text().toLowerCase(Locale.ROOT)) : null;
    }

    private Expression unary() {
        if (take(Kind.MINUS)) {
            return deeper(() -> {
                Expression operand = unary();
                return operand instanceof Expression.Literal literal
                                && literal.value() instanceof Expression.Number number
                        ? new Expression.Literal(new Expression.Number(-number.value()))
                        : new Expression.Minus(operand);
            });
        }
        Word word = word();
        switch (word.kind()) {
            case OPEN -> {
                next++;
                Expression inner = deeper(() -> level(0));
                expect(Kind.CLOSE, "a closing parenthesis is missing");
                return inner;
            }
            case CONSTANT -> {
                next++;
                return new Expression.Literal(word.constant());
            }
            case WORD -> {
                next++;
                return take(Kind.OPEN) ? call(word) : pathOrWord(word);
            }
            default -> throw BadQuery.at(option, text, word.at(), "a property, a value or a function is expected here");
        }
    }

    private Expression pathOrWord(Word word) {
        return switch (word.text()) {
            case "null" -> new Expression.Literal(null);
            case "true" -> new Expression.Literal(new Expression.Bool(true));
            case "false" -> new Expression.Literal(new Expression.Bool(false));
            default ->
                new Expression.Path(
                        List.of(word.text().replace("[", "/").replace("]", "").split("/")));
        };
    }

    private Expression call(Word name) {
        List<Expression> arguments = new ArrayList<>();
        if (!take(Kind.CLOSE)) {
            do {
                arguments.add(deeper(() -> level(0)));
            } while (take(Kind.COMMA));
            expect(Kind.CLOSE, "the arguments of " + name.text() + " must end with a closing parenthesis");
        }
        return new Expression.Call(name.text().toLowerCase(Locale.ROOT), List.copyOf(arguments));
    }

    private Expression deeper(java.util.function.Supplier<Expression> inner) {
        if (++depth > MAX_DEPTH) {
            throw BadQuery.at(option, text, word().at(), "it is nested more than " + MAX_DEPTH + " deep");
        }
        Expression expression = inner.get();
        depth--;
        return expression;
    }

    private Word word() {
        return words.get(next);
    }

    private boolean isWord(String wanted) {
        return word().kind() == Kind.WORD && word().text().equalsIgnoreCase(wanted);
    }

    private boolean take(Kind kind) {
        if (word().kind() != kind) {
            return false;
        }
        next++;
        return true;
    }

    private void expect(Kind kind, String otherwise) {
        if (!take(kind)) {
            throw BadQuery.at(option, text, word().at(), otherwise);
        }
    }

    private void expectEnd() {
        if (word().kind() != Kind.END) {
            throw BadQuery.at(option, text, word().at(), "an operator (and, or, eq, gt, add, …) is expected here");
        }
    }
}

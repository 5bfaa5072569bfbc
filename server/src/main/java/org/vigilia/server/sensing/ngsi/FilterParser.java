package org.vigilia.server.sensing.ngsi;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the parameter {@code q}: comparisons joined by {@code ;} (and) and {@code |} (or), with brackets; {@code and} binds
 * closer.
 */
public final class FilterParser {

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_DEPTH = 20;
    private static final String[] OPERATORS = {"!~=", "==", "!=", ">=", "<=", "~=", ">", "<"};

    private final String text;
    private int at;
    private int depth;

    private FilterParser(String text) {
        this.text = text;
    }

    /** @throws NgsiError that says what was expected, and where */
    public static Filter parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw NgsiError.bad("'q' is longer than " + MAX_LENGTH + " characters.");
        }
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.any();
        if (parser.at < text.length()) {
            throw parser.wrong("';', '|' or the end");
        }
        return filter;
    }

    private NgsiError wrong(String expected) {
        String rest =
                at >= text.length() ? "the end" : "'" + text.substring(at, Math.min(text.length(), at + 20)) + "'";
        return NgsiError.bad("'q' cannot be read at character " + (at + 1) + ": expected " + expected
                + ", but there is " + rest + ".");
    }

    private Filter any() {
        List<Filter> parts = new ArrayList<>();
        parts.add(all());
        while (take("|")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.Any(parts);
    }

    private Filter all() {
        List<Filter> parts = new ArrayList<>();
        parts.add(one());
        while (take(";")) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.All(parts);
    }

    private Filter one() {
        if (take("(")) {
            if (++depth > MAX_DEPTH) {
                throw NgsiError.bad("'q' has more than " + MAX_DEPTH + " brackets inside each other.");
            }
            Filter inner = any();
            if (!take(")")) {
                throw wrong("')'");
            }
            depth--;
            return inner;
        }
        Filter.Path path = path();
        for (String operator : OPERATORS) {
            if (take(operator)) {
                return comparison(path, operator);
            }
        }
        return new Filter.Exists(path);
    }

    private Filter comparison(Filter.Path path, String operator) {
        if (operator.endsWith("~=")) {
            int begin = at;
            JsonNode pattern = value();
            String regex = pattern.isString() ? pattern.stringValue() : text.substring(begin, at);
            return new Filter.Matches(path, BoundedPattern.of("q", regex), operator.equals("~="));
        }
        Filter.Operator meant = switch (operator) {
            case "==" -> Filter.Operator.EQUAL;
            case "!=" -> Filter.Operator.UNEQUAL;
            case ">" -> Filter.Operator.GREATER;
            case ">=" -> Filter.Operator.GREATER_OR_EQUAL;
            case "<" -> Filter.Operator.LESS;
            default -> Filter.Operator.LESS_OR_EQUAL;
        };
        List<JsonNode> values = new ArrayList<>();
        values.add(value());
        boolean equality = meant == Filter.Operator.EQUAL || meant == Filter.Operator.UNEQUAL;
        if (equality && take("..")) {
            values.add(value());
            return new Filter.Compare(path, meant, values, true);
        }
        while (equality && take(",")) {
            values.add(value());
        }
        return new Filter.Compare(path, meant, values, false);
    }

    private Filter.Path path() {
        List<String> attribute = new ArrayList<>();
        do {
            String name = name();
            attribute.add(attribute.isEmpty() ? canonical(name) : name);
        } while (take("."));
        List<String> inside = new ArrayList<>();
        if (take("[")) {
            do {
                inside.add(name());
            } while (take("."));
            if (!take("]")) {
                throw wrong("']'");
            }
        }
        return new Filter.Path(attribute, inside);
    }

    /** The name under which an attribute is shown: the models once wrote {@code NO2} for {@code no2}. */
    public static String canonical(String name) {
        String shortName = Contexts.shortName(name);
        return Terms.quantity(shortName)
                .map(q -> Terms.of(q, shortName).attribute())
                .orElse(shortName);
    }

    private String name() {
        int begin = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_:-/#@".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == begin) {
            throw wrong("the name of an attribute");
        }
        return text.substring(begin, at);
    }

    private JsonNode value() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (take("\"")) {
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            if (!take("\"")) {
                throw wrong("the closing '\"'");
            }
            return nodes.stringNode(value.toString());
        }
        int begin = at;
        while (at < text.length() && ";|(),".indexOf(text.charAt(at)) < 0 && !text.startsWith("..", at)) {
            at++;
        }
        String word = text.substring(begin, at);
        if (word.isEmpty()) {
            throw wrong("a value");
        }
        if (word.equals("true") || word.equals("false")) {
            return nodes.booleanNode(word.equals("true"));
        }
        return word.matches("[-+]?\\d{1,20}(\\.\\d{1,20})?([eE][-+]?\\d{1,3})?")
                ? nodes.numberNode(Double.parseDouble(word))
                : nodes.stringNode(word);
    }

    private boolean take(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }
}

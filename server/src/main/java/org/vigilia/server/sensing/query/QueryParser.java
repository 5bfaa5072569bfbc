package org.vigilia.server.sensing.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.query.QueryOptions.Expand;

/** Reads the query part of an address: {@code $filter=…&$expand=Datastreams($top=1;$select=name)}. */
public final class QueryParser {

    /** Longest query that is read. */
    public static final int MAX_LENGTH = 16_000;

    /** How deep relations may be expanded in one another. */
    public static final int MAX_EXPAND_DEPTH = 6;

    private static final int MAX_EXPANDS = 30;

    private static final Set<String> KNOWN = Set.of(
            "$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$count", "$resultFormat", "$aggregate");

    private int expands;

    private QueryParser() {}

    /** @param query as in the address, still encoded; null when there is none */
    public static QueryOptions parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return QueryOptions.NONE;
        }
        if (query.length() > MAX_LENGTH) {
            throw new BadQuery("The query is longer than " + MAX_LENGTH + " characters; ask in several requests.");
        }
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                parts.add(decode(part));
            }
        }
        return new QueryParser().options(parts, 0);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQuery("The query is not percent-encoded as it should be: " + e.getMessage());
        }
    }

    private QueryOptions options(List<String> parts, int depth) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            if (!KNOWN.contains(name)) {
                throw new BadQuery("There is no query option '" + name + "'; known are " + String.join(", ", sorted())
                        + (name.startsWith("$") ? "." : ". Their names begin with $."));
            }
            if (equals < 0 || texts.putIfAbsent(name, part.substring(equals + 1).strip()) != null) {
                throw new BadQuery(name + (equals < 0 ? " has no value." : " is given twice."));
            }
        }
        String filter = texts.get("$filter");
        String order = texts.get("$orderby");
        String expand = texts.get("$expand");
        return new QueryOptions(
                filter == null ? null : new ExpressionParser("$filter", filter).parse(),
                select(texts.get("$select")),
                expand == null ? List.of() : expands(expand, depth),
                order == null ? List.of() : new ExpressionParser("$orderby", order).parseOrder(),
                new QueryOptions.Page(
                        texts.containsKey("$top") ? number("$top", texts) : null,
                        texts.containsKey("$skip") ? number("$skip", texts) : 0,
                        flag("$count", texts.get("$count"))),
                texts.get("$resultFormat"),
                texts.get("$aggregate"),
                texts);
    }

    private static List<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }

    private static int number(String name, Map<String, String> texts) {
        String text = String.valueOf(texts.get(name));
        if (!text.matches("\\d{1,9}")) {
            throw new BadQuery(name + " must be a whole number, 0 or more, but is '" + text + "'.");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String name, @Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new BadQuery(name + " must be true or false, but is '" + text + "'.");
        }
        return "true".equals(text);
    }

    private static List<String> select(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split(",")) {
            if (name.isBlank()) {
                throw new BadQuery("$select has an empty name in '" + text + "'.");
            }
            names.add(name.strip());
        }
        return names;
    }

    private List<Expand> expands(String text, int depth) {
        List<Expand> all = new ArrayList<>();
        for (String item : split(text, ',')) {
            int open = item.indexOf('(');
            String path = (open < 0 ? item : item.substring(0, open)).strip();
            QueryOptions options = QueryOptions.NONE;
            List<String> steps = List.of(path.split("/", -1));
            if (depth + steps.size() > MAX_EXPAND_DEPTH) {
                throw new BadQuery("$expand goes more than " + MAX_EXPAND_DEPTH + " relations deep; ask in several"
                        + " requests.");
            }
            if (open >= 0) {
                if (!item.endsWith(")")) {
                    throw new BadQuery("$expand: after the options of " + path + " a closing parenthesis is missing.");
                }
                options = options(split(item.substring(open + 1, item.length() - 1), ';'), depth + steps.size());
            }
            merge(all, steps, options);
        }
        return all;
    }

    /** {@code a/b} and {@code a/c} become a with b and c; options given later to the same relation win. */
    private void merge(List<Expand> into, List<String> steps, QueryOptions options) {
        String first = steps.get(0);
        if (first.isBlank()) {
            throw new BadQuery("$expand has an empty name.");
        }
        if (++expands > MAX_EXPANDS) {
            throw new BadQuery("$expand names more than " + MAX_EXPANDS + " relations; ask in several requests.");
        }
        int place = 0;
        while (place < into.size() && !into.get(place).relation().equals(first)) {
            place++;
        }
        QueryOptions before = place < into.size() ? into.get(place).options() : QueryOptions.NONE;
        QueryOptions after;
        if (steps.size() == 1) {
            List<Expand> inner = new ArrayList<>(before.expand());
            options.expand().forEach(e -> merge(inner, List.of(e.relation()), e.options()));
            after = options.withExpand(inner);
        } else {
            List<Expand> inner = new ArrayList<>(before.expand());
            merge(inner, steps.subList(1, steps.size()), options);
            after = before.withExpand(inner);
        }
        if (place < into.size()) {
            into.set(place, new Expand(first, after));
        } else {
            into.add(new Expand(first, after));
        }
    }

    /** Cuts at a sign where it is not inside quotes or parentheses. */
    private static List<String> split(String text, char sign) {
        List<String> parts = new ArrayList<>();
        int open = 0;
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                open++;
            } else if (!quoted && c == ')') {
                open--;
            } else if (!quoted && open == 0 && c == sign) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }
}

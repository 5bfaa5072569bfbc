package org.vigilia.server.sensing.ngsi;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a client wants entities.
 *
 * @param times whether with the times of creation and change ({@code sysAttrs})
 * @param count whether their number is told
 */
record Options(EntityViews.Form form, boolean times, boolean count, int offset, int limit) {

    private static final int USUAL = 100;
    private static final Set<String> KNOWN =
            Set.of("normalized", "concise", "keyValues", "simplified", "sysAttrs", "count");

    static Options of(Map<String, String> query) {
        Set<String> options = Arrays.stream(
                        (query.getOrDefault("options", "") + "," + query.getOrDefault("format", "")).split(","))
                .map(String::strip)
                .filter(o -> !o.isEmpty())
                .collect(Collectors.toSet());
        options.stream().filter(o -> !KNOWN.contains(o)).findFirst().ifPresent(o -> {
            throw NgsiError.bad("The option '" + o + "' is not known; known are " + KNOWN + ".");
        });
        boolean count = options.contains("count") || "true".equals(query.get("count"));
        return new Options(
                form(options),
                options.contains("sysAttrs"),
                count,
                number(query, "offset", 0, 0, Integer.MAX_VALUE),
                number(query, "limit", USUAL, count ? 0 : 1, EntityController.MAX_PAGE));
    }

    private static EntityViews.Form form(Set<String> options) {
        if (options.contains("keyValues") || options.contains("simplified")) {
            return EntityViews.Form.KEY_VALUES;
        }
        return options.contains("concise") ? EntityViews.Form.CONCISE : EntityViews.Form.NORMALIZED;
    }

    private static int number(Map<String, String> query, String name, int usual, int min, int max) {
        String text = query.get(name);
        if (text == null) {
            return usual;
        }
        long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw NgsiError.bad(
                    "'" + name + "' must be a number from " + min + " to " + max + ", but is '" + text + "'.");
        }
        return (int) number;
    }
}

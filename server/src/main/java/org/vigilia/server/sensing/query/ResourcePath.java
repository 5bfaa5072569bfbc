package org.vigilia.server.sensing.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of an address below the service root: {@code Things(1)/Datastreams(2)/name/$value}.
 *
 * @param steps entity sets, entities, relations and properties, in their order
 * @param ending {@code $value}, {@code $ref} or {@code $count}; null for none
 */
public record ResourcePath(List<Step> steps, @Nullable String ending) {

    private static final int MAX_STEPS = 12;
    private static final Pattern STEP = Pattern.compile("([A-Za-z@][\\p{L}\\p{N}_.@-]*)(?:\\((.*)\\))?");

    /**
     * One step.
     *
     * @param name of an entity set, a relation or a property
     * @param id the number in parentheses; null when there are none
     */
    public record Step(String name, @Nullable Long id) {}

    /** @param path without the slash it begins with, still encoded; empty for the root */
    public static ResourcePath parse(String path) {
        List<Step> steps = new ArrayList<>();
        String ending = null;
        String[] parts = path.isEmpty() ? new String[0] : path.split("/");
        if (parts.length > MAX_STEPS) {
            throw new BadQuery("The address has more than " + MAX_STEPS + " steps.");
        }
        for (String part : parts) {
            String text = decoded(part);
            if (ending != null) {
                throw new BadQuery("Nothing may come after " + ending + " in an address.");
            }
            if (text.startsWith("$")) {
                ending = ending(text);
            } else {
                steps.add(step(text));
            }
        }
        return new ResourcePath(List.copyOf(steps), ending);
    }

    private static String decoded(String part) {
        try {
            // in a path, unlike in a query, a plus is a plus
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQuery("The address is not percent-encoded as it should be: " + e.getMessage());
        }
    }

    private static String ending(String text) {
        if (!List.of("$value", "$ref", "$count").contains(text)) {
            throw new BadQuery("An address may end with $value, $ref or $count, not with " + text + ".");
        }
        return text;
    }

    private static Step step(String text) {
        Matcher matcher = STEP.matcher(text);
        if (!matcher.matches()) {
            throw new BadQuery(
                    "'" + text + "' in the address is neither a name nor a name with an id, like Things(1).");
        }
        String id = matcher.group(2);
        return new Step(matcher.group(1), id == null ? null : id(text, id));
    }

    private static long id(String text, String id) {
        String bare = id.replaceAll("^'(.*)'$", "$1");
        if (!bare.matches("-?\\d{1,30}")) {
            throw new BadQuery("The id in '" + text + "' must be a whole number.");
        }
        // no entity has an id beyond what 64 bits can hold, or below 1
        return new java.math.BigInteger(bare).bitLength() < 64 ? Long.parseLong(bare) : -1;
    }
}

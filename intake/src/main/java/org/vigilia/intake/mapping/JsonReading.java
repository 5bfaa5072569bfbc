package org.vigilia.intake.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as devices write it, with limits on depth and length. */
final class JsonReading {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 65_536;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(100)
                    .build())
            .build();

    private static final JsonMapper TREES = JsonMapper.builder(FACTORY).build();

    private JsonReading() {}

    static JsonNode tree(byte[] payload) throws Unreadable {
        try {
            JsonNode tree = TREES.readTree(payload);
            if (tree == null || tree.isMissingNode()) {
                throw new Unreadable("the message is empty");
            }
            return tree;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    static Unreadable malformed(JacksonException e) {
        String where = e.getLocation() == null || e.getLocation().getColumnNr() < 0
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String what = e.getOriginalMessage();
        return new Unreadable(
                "this is not JSON" + where + ": " + (what == null ? "unknown error" : Times.shorten(what)));
    }

    /** The values of an object, nested keys joined by a dot, as readings of a device. */
    static void flatten(String device, String prefix, JsonNode node, Instant at, List<Reading> into) throws Unreadable {
        for (var field : node.properties()) {
            String channel = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(device, channel, value, at, into);
            } else {
                Reading reading = scalar(new Reading.Origin(device, channel), at, value);
                if (reading != null) {
                    into.add(reading);
                }
            }
            tooMany(into.size());
        }
    }

    static void tooMany(int count) throws Unreadable {
        if (count > Mapping.MAX_READINGS) {
            throw new Unreadable("the message holds more than " + Mapping.MAX_READINGS + " readings; send several");
        }
    }

    /** A number, or true and false as 1 and 0, or a text that is one of these; other results as JSON text; null for null. */
    static @Nullable Reading scalar(Reading.Origin origin, Instant at, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (value.isNumber()) {
            return new Reading(origin, at, value.doubleValue());
        }
        if (value.isBoolean()) {
            return new Reading(origin, at, value.booleanValue() ? 1 : 0);
        }
        return value.isString() ? text(origin, at, value.stringValue()) : Reading.ofText(origin, at, value.toString());
    }

    static Reading text(Reading.Origin origin, Instant at, String text) {
        String trimmed = text.strip();
        if (trimmed.equalsIgnoreCase("true") || trimmed.equalsIgnoreCase("false")) {
            return new Reading(origin, at, trimmed.equalsIgnoreCase("true") ? 1 : 0);
        }
        if (!trimmed.isEmpty() && trimmed.length() < 40 && "+-.0123456789".indexOf(trimmed.charAt(0)) >= 0) {
            try {
                return new Reading(origin, at, Double.parseDouble(trimmed));
            } catch (NumberFormatException e) {
                return Reading.ofText(origin, at, quote(text));
            }
        }
        return Reading.ofText(origin, at, quote(text));
    }

    static String quote(String text) {
        return TREES.writeValueAsString(text);
    }

    /** The rest of the value that the parser stands on, as JSON text. */
    static String rest(JsonParser parser) {
        return TREES.readTree(parser).toString();
    }

    static List<Reading> list() {
        return new ArrayList<>(12);
    }
}

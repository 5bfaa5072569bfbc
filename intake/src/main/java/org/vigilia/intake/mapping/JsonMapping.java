package org.vigilia.intake.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Runs a {@link MappingCard}. */
final class JsonMapping implements Mapping {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,60}");

    private final String name;
    private final TopicTemplate topic;
    private final @Nullable JsonPointer each;
    private final List<JsonPointer> device;
    private final List<JsonPointer> time;
    private final Map<String, JsonPointer> values = new LinkedHashMap<>();
    private final List<JsonPointer> all;
    private final Map<String, JsonPointer> incidental = new LinkedHashMap<>();
    private final @Nullable JsonPointer required;
    private final String otherwise;

    /** @throws IllegalArgumentException saying what in the card is wrong */
    JsonMapping(MappingCard card) {
        if (card.name() == null || !NAME.matcher(card.name()).matches()) {
            throw new IllegalArgumentException(
                    "a mapping needs a name of 1 to 60 letters, digits and -, but has '" + card.name() + "'");
        }
        if (card.topic() == null) {
            throw new IllegalArgumentException("mapping '" + card.name() + "' needs a topic");
        }
        if (card.values().isEmpty() && card.all().isEmpty()) {
            throw new IllegalArgumentException("mapping '" + card.name() + "' names no values: give 'values' or 'all'");
        }
        name = card.name();
        topic = new TopicTemplate(card.topic());
        if (card.device().isEmpty() && !card.topic().contains("{device}")) {
            throw new IllegalArgumentException(
                    "mapping '" + name + "' does not say where the device is: {device} in 'topic', or 'device'");
        }
        each = card.each() == null ? null : pointer(card.each());
        device = card.device().stream().map(this::pointer).toList();
        time = card.time().stream().map(this::pointer).toList();
        all = card.all().stream().map(this::pointer).toList();
        card.values().forEach((channel, text) -> values.put(channel, pointer(text)));
        card.incidental().forEach((channel, text) -> incidental.put(channel, pointer(text)));
        required = card.required() == null ? null : pointer(card.required());
        otherwise = card.otherwise() == null ? "there is no " + card.required() + " in the message" : card.otherwise();
    }

    private JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "mapping '" + name + "': '" + text + "' is no JSON Pointer; they begin with /", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean matches(String given) {
        return topic.find(given) != null;
    }

    @Override
    public List<Reading> map(Message message) throws Unreadable {
        TopicTemplate.Found found = topic.find(message.topic());
        if (found == null) {
            throw new Unreadable("the topic is not one of mapping '" + name + "': " + topic.filter());
        }
        JsonNode tree = JsonReading.tree(message.payload());
        List<Reading> readings = new ArrayList<>();
        if (each == null) {
            one(tree, found, message.receivedAt(), readings);
            return readings;
        }
        JsonNode elements = tree.at(each);
        if (!elements.isArray()) {
            throw new Unreadable("there is no array at " + each);
        }
        for (JsonNode element : elements) {
            one(element, found, message.receivedAt(), readings);
        }
        return readings;
    }

    private void one(JsonNode node, TopicTemplate.Found found, Instant receivedAt, List<Reading> into)
            throws Unreadable {
        if (required != null && node.at(required).isMissingNode()) {
            throw new Unreadable(otherwise);
        }
        String id = found.device();
        for (JsonPointer pointer : device) {
            JsonNode told = node.at(pointer);
            if (told.isString() || told.isIntegralNumber()) {
                id = told.asString();
                break;
            }
        }
        if (id == null || id.isBlank()) {
            throw new Unreadable("the message does not say which device sent it: " + device);
        }
        Instant at = time(node, receivedAt);
        for (Map.Entry<String, JsonPointer> value : values.entrySet()) {
            add(new Reading.Origin(id, value.getKey()), at, node.at(value.getValue()), into);
        }
        for (JsonPointer pointer : all) {
            JsonNode object = node.at(pointer);
            if (object.isObject()) {
                JsonReading.flatten(id, found.channel() == null ? "" : found.channel(), object, at, into);
            } else if (found.channel() != null) {
                add(new Reading.Origin(id, found.channel()), at, object, into);
            }
        }
        for (Map.Entry<String, JsonPointer> value : incidental.entrySet()) {
            add(new Reading.Origin(id, value.getKey(), 0, true), at, node.at(value.getValue()), into);
        }
        JsonReading.tooMany(into.size());
    }

    private static void add(Reading.Origin origin, Instant at, JsonNode value, List<Reading> into) {
        Reading reading = JsonReading.scalar(origin, at, value);
        if (reading != null) {
            into.add(reading);
        }
    }

    private Instant time(JsonNode node, Instant receivedAt) throws Unreadable {
        for (JsonPointer pointer : time) {
            JsonNode told = node.at(pointer);
            if (told.isString()) {
                return Times.text(told.stringValue());
            }
            if (told.isNumber()) {
                return Times.number(told.doubleValue());
            }
        }
        return receivedAt;
    }
}

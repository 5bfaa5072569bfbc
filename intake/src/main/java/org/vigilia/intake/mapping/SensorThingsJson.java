package org.vigilia.intake.mapping;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OGC SensorThings 1.1, section 14.2: an Observation published to {@code v1.1/Datastreams(id)/Observations}, or to
 * {@code v1.1/Observations} with {@code "Datastream":{"@iot.id":id}}.
 */
final class SensorThingsJson implements Mapping {

    private static final Pattern OF_DATASTREAM =
            Pattern.compile("(?:sta/)?v1\\.[01]/Datastreams\\((\\d{1,18})\\)/Observations");
    private static final Pattern OF_ANY = Pattern.compile("(?:sta/)?v1\\.[01]/Observations");
    private static final List<String> EXTRAS = List.of("parameters", "resultQuality", "validTime");

    @Override
    public String name() {
        return "sensorthings";
    }

    @Override
    public boolean matches(String topic) {
        return OF_DATASTREAM.matcher(topic).matches() || OF_ANY.matcher(topic).matches();
    }

    @Override
    public List<Reading> map(Message message) throws Unreadable {
        JsonNode tree = JsonReading.tree(message.payload());
        if (!tree.isObject()) {
            throw new Unreadable("an Observation is a JSON object");
        }
        JsonNode result = tree.get("result");
        if (result == null || result.isNull()) {
            throw new Unreadable("the Observation has no 'result'");
        }
        Reading.Origin origin = new Reading.Origin(datastream(message.topic(), tree));
        Instant[] time = period(tree.get("phenomenonTime"), message.receivedAt());
        JsonNode resultTime = tree.get("resultTime");
        Reading.Details details = new Reading.Details(
                time[1].equals(time[0]) ? null : time[1],
                resultTime == null || resultTime.isNull() ? null : period(resultTime, message.receivedAt())[0],
                extra(tree));
        return List.of(new Reading(
                origin,
                time[0],
                result.isNumber() ? result.doubleValue() : Double.NaN,
                result.isNumber() ? null : result.toString(),
                false,
                details));
    }

    private static long datastream(String topic, JsonNode tree) throws Unreadable {
        Matcher matcher = OF_DATASTREAM.matcher(topic);
        if (matcher.matches()) {
            return Long.parseLong(matcher.group(1));
        }
        JsonNode id = tree.path("Datastream").path("@iot.id");
        if (!id.isIntegralNumber() || id.longValue() <= 0) {
            throw new Unreadable("the Observation needs \"Datastream\":{\"@iot.id\":number}, or the topic"
                    + " v1.1/Datastreams(number)/Observations");
        }
        return id.longValue();
    }

    /** A moment, or {@code begin/end}. */
    private static Instant[] period(@Nullable JsonNode node, Instant otherwise) throws Unreadable {
        if (node == null || node.isNull()) {
            return new Instant[] {otherwise, otherwise};
        }
        if (!node.isString()) {
            throw new Unreadable("a time of an Observation is a text: ISO 8601, or begin/end");
        }
        String text = node.stringValue();
        int slash = text.indexOf('/');
        Instant begin = Times.text(slash < 0 ? text : text.substring(0, slash));
        Instant end = slash < 0 ? begin : Times.text(text.substring(slash + 1));
        if (end.isBefore(begin)) {
            throw new Unreadable("the phenomenonTime ends before it begins");
        }
        return new Instant[] {begin, end};
    }

    private static @Nullable String extra(JsonNode tree) {
        ObjectNode extra = null;
        for (String name : EXTRAS) {
            JsonNode value = tree.get(name);
            if (value != null && !value.isNull()) {
                extra = extra == null ? tools.jackson.databind.node.JsonNodeFactory.instance.objectNode() : extra;
                extra.set(name, value);
            }
        }
        return extra == null ? null : extra.toString();
    }
}

package org.vigilia.intake.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The plain dialect {@code json}: topic {@code vigilia/{device}/observations} or {@code
 * vigilia/{gateway}/{device}/observations}, payload {@code {"time":"2026-11-25T10:00:00Z","pm25":12.1,"no2":33}} or an
 * array of such objects.
 *
 * <p>Keys are channels, nested keys are joined by a dot. {@code time} may be left out: then the time of arrival holds.
 * {@code "doubt":true} says that the device does not trust the values beside it. Read as a stream of tokens, because this
 * is what most devices send.
 */
final class PlainJson implements Mapping {

    private static final String BEGIN = "vigilia/";
    private static final String END = "/observations";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public boolean matches(String topic) {
        return device(topic) != null;
    }

    private static @Nullable String device(String topic) {
        int end = topic.length() - END.length();
        if (end <= BEGIN.length() || !topic.startsWith(BEGIN) || !topic.endsWith(END)) {
            return null;
        }
        int slash = topic.indexOf('/', BEGIN.length());
        if (slash == end) {
            return topic.substring(BEGIN.length(), end);
        }
        int next = topic.indexOf('/', slash + 1);
        return next == end && slash > BEGIN.length() && slash + 1 < end ? topic.substring(slash + 1, end) : null;
    }

    @Override
    public List<Reading> map(Message message) throws Unreadable {
        String device = device(message.topic());
        if (device == null) {
            throw new Unreadable("the topic is not vigilia/{device}/observations");
        }
        List<Reading> readings = JsonReading.list();
        try (JsonParser parser = JsonReading.FACTORY.createParser(ObjectReadContext.empty(), message.payload())) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    one(parser, device, message.receivedAt(), readings);
                }
                if (parser.currentToken() != JsonToken.END_ARRAY) {
                    throw new Unreadable("the array holds something that is not an object");
                }
            } else if (token == JsonToken.START_OBJECT) {
                one(parser, device, message.receivedAt(), readings);
            } else {
                throw new Unreadable(
                        token == null
                                ? "the message is empty"
                                : "the message is neither an object nor an array of objects");
            }
            if (parser.nextToken() != null) {
                throw new Unreadable("there is more after the end of the JSON");
            }
        } catch (JacksonException e) {
            throw JsonReading.malformed(e);
        }
        return readings;
    }

    /** Reads one object; its time may come after its values, so they are dated at the end. */
    private static void one(JsonParser parser, String device, Instant receivedAt, List<Reading> into)
            throws Unreadable {
        int first = into.size();
        Told told = new Told();
        object(parser, device, "", receivedAt, into, told);
        if (told.at != null || told.doubt) {
            Instant at = told.at == null ? receivedAt : told.at;
            for (int i = first; i < into.size(); i++) {
                Reading r = into.get(i);
                into.set(i, new Reading(r.origin(), at, r.value(), r.text(), told.doubt, null));
            }
        }
    }

    /** What an object says about all of its values. */
    private static final class Told {
        private @Nullable Instant at;
        private boolean doubt;
    }

    private static void object(
            JsonParser parser, String device, String prefix, Instant at, List<Reading> into, Told told)
            throws Unreadable {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            if (prefix.isEmpty() && key.equals("time")) {
                told.at = time(parser, token);
                continue;
            }
            if (prefix.isEmpty()
                    && key.equals("doubt")
                    && (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE)) {
                told.doubt = token == JsonToken.VALUE_TRUE;
                continue;
            }
            String channel = prefix.isEmpty() ? key : prefix + "." + key;
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    into.add(new Reading(new Reading.Origin(device, channel), at, parser.getDoubleValue()));
                case VALUE_TRUE, VALUE_FALSE ->
                    into.add(new Reading(
                            new Reading.Origin(device, channel), at, token == JsonToken.VALUE_TRUE ? 1 : 0));
                case VALUE_STRING ->
                    into.add(JsonReading.text(new Reading.Origin(device, channel), at, parser.getString()));
                case START_OBJECT -> object(parser, device, channel, at, into, told);
                case START_ARRAY ->
                    into.add(Reading.ofText(new Reading.Origin(device, channel), at, JsonReading.rest(parser)));
                default -> {
                    // null: the device has no value now
                }
            }
            JsonReading.tooMany(into.size());
        }
    }

    private static @Nullable Instant time(JsonParser parser, JsonToken token) throws Unreadable {
        return switch (token) {
            case VALUE_STRING -> Times.text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Times.number(parser.getDoubleValue());
            case VALUE_NULL -> null;
            default -> throw new Unreadable("'time' is neither a text nor a number");
        };
    }
}

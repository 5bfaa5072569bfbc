package org.vigilia.intake.mapping;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payload mapping as data, for JSON payloads. Pointers are JSON Pointers (RFC 6901) such as {@code /data/temp}.
 *
 * @param name unique; letters, digits and -
 * @param topic template with {@code {device}}, {@code {channel}}, {@code {channel#}}, {@code +} and {@code #}
 * @param each pointer to an array whose elements are mapped one by one; null: the whole message is one
 * @param device pointers to the device's id, the first that is there counts; empty: the topic has it
 * @param time pointers to the time, the first that is there counts; when none is, the time of arrival
 * @param values channel to pointer of its value
 * @param all pointers to objects all of whose values are channels, nested keys joined by a dot
 * @param incidental channel to pointer, for what the network adds; ignored when the device has no such channel
 * @param required pointer to what must be there; null: nothing
 * @param otherwise the reason told when {@code required} is not there; null: a general one
 */
public record MappingCard(
        String name,
        String topic,
        @Nullable String each,
        List<String> device,
        List<String> time,
        Map<String, String> values,
        List<String> all,
        Map<String, String> incidental,
        @Nullable String required,
        @Nullable String otherwise) {

    public MappingCard {
        device = device == null ? List.of() : List.copyOf(device);
        time = time == null ? List.of() : List.copyOf(time);
        values = values == null ? Map.of() : Map.copyOf(values);
        all = all == null ? List.of() : List.copyOf(all);
        incidental = incidental == null ? Map.of() : Map.copyOf(incidental);
    }
}

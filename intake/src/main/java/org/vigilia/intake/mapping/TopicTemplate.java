package org.vigilia.intake.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of topics: levels that must be equal, {@code +} for any level, {@code #} for any rest, {@code {device}} and
 * {@code {channel}} for a level that names one, {@code {channel#}} for a rest that does, its levels joined by dots.
 */
final class TopicTemplate {

    private final List<String> levels;

    /** @throws IllegalArgumentException when it is none */
    TopicTemplate(String text) {
        levels = List.of(text.split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean variable = level.equals("{device}") || level.equals("{channel}");
            boolean rest = level.equals("#") || level.equals("{channel#}");
            if (rest && i != levels.size() - 1) {
                throw new IllegalArgumentException("topic '" + text + "': " + level + " must be its last level");
            }
            if (!variable
                    && !rest
                    && !level.equals("+")
                    && (level.contains("{") || level.contains("#") || level.contains("+"))) {
                throw new IllegalArgumentException("topic '" + text + "': '" + level
                        + "' is neither a plain level nor one of + # {device} {channel} {channel#}");
            }
        }
    }

    /** What a topic says. */
    record Found(@Nullable String device, @Nullable String channel) {}

    /** The variables in a topic; null when the topic is another one. */
    @Nullable
    Found find(String topic) {
        String[] given = topic.split("/", -1);
        String device = null;
        String channel = null;
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean rest = level.equals("#") || level.equals("{channel#}");
            if (rest) {
                if (i >= given.length) {
                    return null;
                }
                List<String> tail = new ArrayList<>(List.of(given).subList(i, given.length));
                return new Found(device, level.equals("#") ? channel : String.join(".", tail));
            }
            if (i >= given.length || given[i].isEmpty()) {
                return null;
            }
            switch (level) {
                case "{device}" -> device = given[i];
                case "{channel}" -> channel = given[i];
                case "+" -> {
                    // any
                }
                default -> {
                    if (!level.equals(given[i])) {
                        return null;
                    }
                }
            }
        }
        return given.length == levels.size() ? new Found(device, channel) : null;
    }

    /** The MQTT filter that covers it. */
    String filter() {
        return String.join(
                "/",
                levels.stream()
                        .map(level -> switch (level) {
                            case "{device}", "{channel}" -> "+";
                            case "{channel#}" -> "#";
                            default -> level;
                        })
                        .toList());
    }
}

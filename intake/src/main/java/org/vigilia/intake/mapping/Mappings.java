package org.vigilia.intake.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * All dialects that are spoken here: the ready ones, and those of the city as YAML files of {@link MappingCard}s. The
 * topic tells the dialect; where several take a topic, the one of the device's settings goes first, then those of the
 * city. Immutable; safe for many threads.
 */
public final class Mappings {

    private static final List<String> READY = List.of("chirpstack", "the-things-stack", "onvif");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, Mapping> byName = new LinkedHashMap<>();
    private final List<String> filters = new ArrayList<>();

    private Mappings(List<MappingCard> own) {
        for (MappingCard card : own) {
            add(card);
        }
        for (Mapping mapping : List.of(new PlainJson(), new SensorThingsJson(), new SparkplugB())) {
            if (byName.putIfAbsent(mapping.name(), mapping) != null) {
                throw new IllegalArgumentException("the name '" + mapping.name() + "' is that of a ready mapping");
            }
        }
        filters.addAll(List.of(
                "vigilia/+/observations",
                "vigilia/+/+/observations",
                "v1.1/+/Observations",
                "v1.1/Observations",
                "spBv1.0/+/+/+",
                "spBv1.0/+/+/+/+"));
        for (String name : READY) {
            add(ready(name));
        }
    }

    private void add(MappingCard card) {
        if (byName.putIfAbsent(card.name(), new JsonMapping(card)) != null) {
            throw new IllegalArgumentException("there are two mappings '" + card.name() + "'");
        }
        filters.add(new TopicTemplate(card.topic()).filter());
    }

    /** Only the ready ones. */
    public static Mappings ready() {
        return new Mappings(List.of());
    }

    /** @throws IllegalArgumentException saying which card is wrong, and why */
    public static Mappings with(List<MappingCard> own) {
        return new Mappings(own);
    }

    /**
     * The ready ones and those of the files {@code *.yml} in a folder, one card a file; a folder that is not there holds
     * none.
     *
     * @throws IllegalArgumentException naming the file that is wrong, and why
     */
    public static Mappings of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return ready();
        }
        List<MappingCard> cards = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
                cards.add(read(file));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the mappings in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return with(cards);
    }

    private static MappingCard read(Path file) throws IOException {
        try {
            MappingCard card = YAML.readValue(Files.readString(file), MappingCard.class);
            JsonMapping tried = new JsonMapping(card);
            if (tried.name().isEmpty()) {
                throw new IllegalArgumentException("it has no name");
            }
            return card;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static MappingCard ready(String name) {
        try (InputStream in = Mappings.class.getResourceAsStream(name + ".yml")) {
            if (in == null) {
                throw new IllegalStateException("the mapping " + name + " is not in the program");
            }
            return YAML.readValue(in, MappingCard.class);
        } catch (IOException e) {
            throw new IllegalStateException("the mapping " + name + " cannot be read", e);
        }
    }

    /** All names, for choice lists. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** MQTT filters that together cover every topic that can be read. */
    public List<String> filters() {
        return List.copyOf(filters);
    }

    /** The mapping for a topic; null when none takes it. @param preferred of the device's settings; null when unknown */
    public @Nullable Mapping find(String topic, @Nullable String preferred) {
        if (preferred != null) {
            Mapping mapping = byName.get(preferred);
            if (mapping != null && mapping.matches(topic)) {
                return mapping;
            }
        }
        for (Mapping mapping : byName.values()) {
            if (mapping.matches(topic)) {
                return mapping;
            }
        }
        return null;
    }

    /** @throws Unreadable when no mapping takes the topic, or the payload is wrong */
    public List<Reading> map(Message message, @Nullable String preferred) throws Unreadable {
        Mapping mapping = find(message.topic(), preferred);
        if (mapping == null) {
            throw new Unreadable("no payload mapping takes the topic '" + Times.shorten(message.topic())
                    + "'; plain JSON goes to vigilia/{device}/observations");
        }
        return mapping.map(message);
    }
}

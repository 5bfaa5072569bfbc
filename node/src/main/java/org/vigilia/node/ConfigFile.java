package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The one configuration file, flattened to dotted keys: {@code media.http.port} and so on.
 *
 * <p>Order of strength: {@code --set key=value}, then the file, then what each program has as its default. Immutable.
 *
 * @param values dotted key to text; never null
 */
record ConfigFile(Map<String, String> values) {

    ConfigFile {
        values = Map.copyOf(values);
    }

    /** @throws UserError when the file cannot be read, is not YAML, or an override is not {@code key=value} */
    static ConfigFile read(Path file, List<String> overrides) {
        Map<String, String> flat = new TreeMap<>();
        if (Files.exists(file)) {
            flatten("", readTree(file), flat);
        } else {
            throw new UserError("There is no configuration file " + file);
        }
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new UserError("--set needs key=value, but got '" + override + "'");
            }
            flat.put(
                    override.substring(0, equals).strip(),
                    override.substring(equals + 1).strip());
        }
        return new ConfigFile(flat);
    }

    String text(String key, String usual) {
        return values.getOrDefault(key, usual);
    }

    int number(String key, int usual) {
        String text = values.get(key);
        if (text == null || text.isBlank()) {
            return usual;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UserError("Setting " + key + " must be a whole number, but is '" + text + "'", e);
        }
    }

    /** The settings below {@code section}, with the section's name taken off. */
    Map<String, String> section(String section) {
        Map<String, String> part = new TreeMap<>();
        String prefix = section + ".";
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                part.put(key.substring(prefix.length()), value);
            }
        });
        return part;
    }

    private static Map<String, Object> readTree(Path file) {
        try {
            String text = Files.readString(file);
            boolean empty = text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"));
            return empty
                    ? Map.of()
                    : YAMLMapper.builder().build().readValue(text, new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException | IOException e) {
            throw new UserError("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void flatten(String prefix, Map<?, ?> tree, Map<String, String> flat) {
        tree.forEach((key, value) -> {
            String name = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name, inner, flat);
            } else if (value instanceof List<?> list) {
                flat.put(
                        name,
                        String.join(",", list.stream().map(String::valueOf).toList()));
            } else if (value != null) {
                flat.put(name, value.toString());
            }
        });
    }
}

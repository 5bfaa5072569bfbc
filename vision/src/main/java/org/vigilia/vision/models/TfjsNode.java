package org.vigilia.vision.models;

import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One operation of a TensorFlow.js graph model.
 *
 * @param name unique within the graph
 * @param op TensorFlow's operation name, for example {@code Conv2D}
 * @param inputs names of the values read; {@code name:1} means the second output of {@code name}
 * @param attributes the {@code attr} object of the graph's JSON
 */
record TfjsNode(String name, String op, List<String> inputs, JsonNode attributes) {

    float floatAttribute(String key, float otherwise) {
        JsonNode value = attributes.path(key).path("f");
        return value.isMissingNode() ? otherwise : (float) value.asDouble();
    }

    boolean flag(String key) {
        return attributes.path(key).path("b").asBoolean(false);
    }

    /** A string attribute; the format stores strings as Base64. */
    String text(String key) {
        String encoded = attributes.path(key).path("s").asString("");
        return new String(Base64.getDecoder().decode(encoded), java.nio.charset.StandardCharsets.UTF_8);
    }

    int[] wholeNumbers(String key) {
        JsonNode list = attributes.path(key).path("list").path("i");
        int[] numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).asInt();
        }
        return numbers;
    }
}

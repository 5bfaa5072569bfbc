package org.vigilia.server.registry;

import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Scene;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** A scene as a YAML file: the same document that {@code ./vigilia analyse --scene} reads. */
@Component
class SceneDocument {

    private static final int MAX_CHARS = 1_000_000;

    private final YAMLMapper yaml = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    String write(Scene scene) {
        return yaml.writeValueAsString(scene);
    }

    /**
     * Reads a file that may have been written for another camera: the camera is the one given, and rules get new ids
     * where they have none or one of {@code taken}.
     *
     * @throws Problem 400 saying what is wrong and where in the document
     */
    Scene read(String text, CameraId camera, Set<String> taken) {
        if (text.length() > MAX_CHARS) {
            throw Problem.invalid("", "The file is longer than " + MAX_CHARS + " characters.");
        }
        try {
            JsonNode root = yaml.readTree(text);
            if (!(root instanceof ObjectNode scene)) {
                throw Problem.invalid("", "The file holds no scene: it must have zones, lines, lanes or rules.");
            }
            scene.put("camera", camera.value());
            renameRules(scene.path("rules"), taken);
            return yaml.treeToValue(scene, Scene.class);
        } catch (JacksonException e) {
            String where = Problem.place(e);
            String what = Problem.cause(e);
            throw Problem.invalid(where, where.isEmpty() ? what : where + ": " + what);
        }
    }

    /** Ids of the rules in a file; empty when it cannot be read. */
    Set<String> listRuleIds(String text) {
        Set<String> ids = new LinkedHashSet<>();
        try {
            for (JsonNode rule : yaml.readTree(text).path("rules")) {
                ids.add(rule.path("id").asString(""));
            }
        } catch (JacksonException e) {
            return Set.of();
        }
        return ids;
    }

    private static void renameRules(JsonNode rules, Set<String> taken) {
        Set<String> used = new LinkedHashSet<>(taken);
        for (JsonNode rule : rules) {
            if (rule instanceof ObjectNode one) {
                String id = one.path("id").asString("");
                if (id.isBlank() || !used.add(id)) {
                    one.put("id", FreshId.of("r"));
                }
            }
        }
    }
}

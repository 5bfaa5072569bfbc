package org.vigilia.stream.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Scene;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a scene that the server exported, or that somebody wrote by hand. */
final class SceneFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SceneFile() {}

    /**
     * Reads a scene; a file without {@code camera} speaks of the camera "camera".
     *
     * @throws IllegalArgumentException saying in which line what is wrong
     */
    static Scene read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("scene " + file + " cannot be read: " + e.getMessage(), e);
        }
        return parse(file.toString(), text);
    }

    static Scene parse(String name, String text) {
        try {
            Scene scene = YAML.readValue(text, Scene.class);
            if (scene == null) {
                throw new IllegalArgumentException("scene " + name + " is empty");
            }
            return named(scene);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("scene " + name + where(e) + ": " + reason(e), e);
        }
    }

    @SuppressWarnings(
            "ConstantValue") // a record component that is left out in the file is null, whatever the type says
    private static Scene named(Scene scene) {
        return scene.camera() != null
                ? scene
                : new Scene(
                        new CameraId("camera"),
                        scene.calibration(),
                        scene.zones(),
                        scene.lines(),
                        scene.lanes(),
                        scene.rules());
    }

    private static String where(JacksonException e) {
        StringBuilder where = new StringBuilder();
        TokenStreamLocation location = e.getLocation();
        if (location != null && location.getLineNr() > 0) {
            where.append(", line ").append(location.getLineNr());
        }
        if (e instanceof DatabindException && !e.getPath().isEmpty()) {
            where.append(", at ");
            for (JacksonException.Reference step : e.getPath()) {
                if (step.getPropertyName() != null) {
                    where.append(where.charAt(where.length() - 1) == ' ' ? "" : ".")
                            .append(step.getPropertyName());
                } else {
                    where.append('[').append(step.getIndex() + 1).append(']');
                }
            }
        }
        return where.toString();
    }

    /** The innermost reason: the words of the contract, not of the parser around it. */
    private static String reason(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field '" + unknown.getPropertyName() + "'; known are " + unknown.getKnownPropertyIds();
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JacksonException jackson
                ? jackson.getOriginalMessage()
                : String.valueOf(cause.getMessage());
    }
}

package org.vigilia.vision.analyse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Scene;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a scene as the server exports it, or as somebody wrote it by hand. */
final class SceneFile {

    private static final CameraId NAMELESS = new CameraId("camera");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SceneFile() {}

    /** The scene; an empty one for the camera "camera" when there is no file. */
    static Scene read(@Nullable Path file) throws CannotAnalyse {
        if (file == null) {
            return Scene.empty(NAMELESS);
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new CannotAnalyse("scene " + file + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new CannotAnalyse("scene " + file + e.getMessage());
        }
    }

    @SuppressWarnings("ConstantValue") // what is left out in the file is null, whatever the type says
    private static Scene parse(String text) {
        try {
            Scene scene = YAML.readValue(text, Scene.class);
            if (scene == null) {
                throw new IllegalArgumentException(" is empty");
            }
            return scene.camera() != null
                    ? scene
                    : new Scene(
                            NAMELESS, scene.calibration(), scene.zones(), scene.lines(), scene.lanes(), scene.rules());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(where(e) + ": " + reason(e), e);
        }
    }

    private static String where(JacksonException e) {
        StringBuilder where = new StringBuilder();
        if (e.getLocation() != null && e.getLocation().getLineNr() > 0) {
            where.append(", line ").append(e.getLocation().getLineNr());
        }
        if (e instanceof DatabindException) {
            String dot = ", at ";
            for (JacksonException.Reference step : e.getPath()) {
                boolean named = step.getPropertyName() != null;
                where.append(named ? dot + step.getPropertyName() : "[" + (step.getIndex() + 1) + "]");
                dot = ".";
            }
        }
        return where.toString();
    }

    private static String reason(JacksonException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JacksonException own ? own.getOriginalMessage() : String.valueOf(cause.getMessage());
    }
}

package org.vigilia.sim.camera;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pretend camera is to be, written {@code name=clip[,fps][,user:password][,small clip]}.
 *
 * @param name path part of its address
 * @param clip Annex B file
 * @param fps pictures a second, above 0
 * @param credentials null when anyone may watch
 * @param smallClip what its second stream shows; null when it has none
 */
record CameraPlan(
        String name,
        Path clip,
        double fps,
        @Nullable Credentials credentials,
        @Nullable Path smallClip) {
    private static final double USUAL_FPS = 15;

    static CameraPlan parse(String name, String value, Credentials.Scheme scheme) {
        List<String> parts = List.of(value.split(",", -1));
        double fps = USUAL_FPS;
        Credentials credentials = null;
        Path small = null;
        for (String part : parts.subList(1, parts.size())) {
            int colon = part.indexOf(':');
            if (part.matches("\\d+(\\.\\d+)?")) {
                fps = Double.parseDouble(part);
            } else if (colon > 0 && !part.contains("/")) {
                credentials = new Credentials(part.substring(0, colon), part.substring(colon + 1), scheme);
            } else {
                small = Path.of(part);
            }
        }
        if (name.isBlank() || name.contains("/") || fps <= 0) {
            throw new IllegalArgumentException(
                    "camera '" + name + "': want name=clip[,fps][,user:password][,small clip]");
        }
        return new CameraPlan(name, Path.of(parts.get(0)), fps, credentials, small);
    }
}

package org.vigilia.sim.camera;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the camera.
 *
 * @param method upper case, as sent
 * @param uri as sent
 * @param headers by lower-case name
 */
record RtspRequest(String method, String uri, Map<String, String> headers) {
    @Nullable
    String header(String name) {
        return headers.get(name);
    }
}

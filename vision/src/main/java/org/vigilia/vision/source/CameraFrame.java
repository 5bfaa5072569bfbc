package org.vigilia.vision.source;

import java.time.Instant;
import java.util.List;
import org.vigilia.contract.scene.Detection;

/**
 * What a camera says it saw in one of its pictures.
 *
 * @param at when the camera took the picture, by its own clock
 * @param objects people and vehicles; may be empty
 */
public record CameraFrame(Instant at, List<Detection> objects) {

    public CameraFrame {
        objects = List.copyOf(objects);
    }
}

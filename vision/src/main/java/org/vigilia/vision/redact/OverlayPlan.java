package org.vigilia.vision.redact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written into each picture of a clip.
 *
 * @param place where
 * @param firstPicture when the clip's first picture was taken
 * @param zone time zone that is told beside UTC; null for none
 * @param certainty how sure the time is, such as "camera's clock ±3 ms"
 * @param camera name of the camera
 * @param about what else stands there: exhibit, agency
 */
public record OverlayPlan(
        Place place, Instant firstPicture, @Nullable String zone, String certainty, String camera, List<String> about) {

    /** Where the text stands. */
    public enum Place {
        /** In a black band above the picture, which covers nothing, and which no player covers with its buttons. */
        ABOVE,
        /** Over the upper edge of the picture. */
        TOP,
        /** Over the lower edge of the picture. */
        BOTTOM
    }

    public OverlayPlan {
        about = List.copyOf(about);
    }
}

package org.vigilia.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Scene;

/**
 * The newest scene and analysis order of every camera: written by the server, followed by vision and stream.
 *
 * <p>Every change gets the next version number; a follower asks for what changed after the version it has. Removed
 * cameras stay as entries without a scene. Safe for use by many threads; throws {@link LogUnavailable}.
 */
public interface Catalogue {

    /** Sets the scene and order of a camera; returns the version. */
    long put(Scene scene, AnalysisOrder order);

    /** Stops all analysis of a camera; returns the version. */
    long remove(CameraId camera);

    /** All entries with a version above {@code version}, oldest change first; 0 gives everything. */
    List<Entry> listAfter(long version);

    /**
     * One camera's newest entry.
     *
     * @param version grows with every change in the catalogue
     * @param scene null when the camera was removed
     * @param order null when the camera was removed
     */
    record Entry(
            CameraId camera,
            long version,
            @Nullable Scene scene,
            @Nullable AnalysisOrder order) {}

    /**
     * How a camera is to be analysed.
     *
     * @param enabled false: no analysis, only live view
     * @param fps wanted analysis rate, 0.5..30 frames a second
     * @param model name of the detector model; "default" for the built-in one, "camera" for what the camera itself sees
     */
    record AnalysisOrder(boolean enabled, double fps, String model) {

        public AnalysisOrder {
            if (!(fps >= 0.5 && fps <= 30)) {
                throw new IllegalArgumentException("analysis rate must be 0.5 to 30 frames a second, but is " + fps);
            }
        }
    }
}

package org.vigilia.server.footage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vigilia.contract.id.CameraId;

/** What recordings need to know of alerts; the room of alerts tells it. */
public interface AlertTimes {

    /**
     * An alert of a camera.
     *
     * @param at when it was raised
     * @param to when it ended or was last heard of
     * @param severity INFO, MINOR, MAJOR or CRITICAL
     */
    record AlertTime(String id, Instant at, Instant to, String severity, String title) {}

    /** Alerts of a camera that went on between two moments, in order of time, at most so many. */
    List<AlertTime> list(CameraId camera, Instant from, Instant to, int limit);

    /** The next alert raised after, or the last raised before, a moment. */
    Optional<AlertTime> find(CameraId camera, Instant at, boolean next);
}

package org.vigilia.server.incident;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.alerting.Alert;

/**
 * An incident with everything its page shows.
 *
 * @param alerts oldest first
 * @param nearestCameras nearest first; empty when the place of the incident is unknown
 * @param timeline oldest first
 */
record IncidentDetails(
        @JsonUnwrapped Incident incident,
        List<Alert> alerts,
        List<NearCamera> nearestCameras,
        List<TimelineEntry> timeline) {

    /**
     * A camera near the incident.
     *
     * @param distanceM metres
     * @param seesPlace whether the place lies in its field of view; null when its heading or angle is unknown
     */
    record NearCamera(
            CameraId id,
            String name,
            double distanceM,
            @Nullable Boolean seesPlace) {}
}

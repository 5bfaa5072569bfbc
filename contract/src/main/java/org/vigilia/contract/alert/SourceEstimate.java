package org.vigilia.contract.alert;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.scene.GeoPoint;

/**
 * Where a smell or smoke probably comes from: upwind of where it was felt.
 *
 * @param centre the most probable place, WGS 84
 * @param radiusMetres how uncertain that is
 * @param windFrom where the wind comes from, degrees clockwise from north; null when no wind was measured nearby
 * @param windMetresPerSecond its speed; null when it was not measured
 * @param datastreams sensors of things upwind that could be the source (full bins first), the most probable first
 * @param cameras the nearest cameras to the centre, the nearest first
 * @param text one line for people
 */
public record SourceEstimate(
        GeoPoint centre,
        double radiusMetres,
        @Nullable Double windFrom,
        @Nullable Double windMetresPerSecond,
        List<DatastreamId> datastreams,
        List<CameraId> cameras,
        String text) {

    public SourceEstimate {
        datastreams = List.copyOf(datastreams);
        cameras = List.copyOf(cameras);
    }
}

package org.vigilia.contract.sensing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.scene.GeoPoint;

/**
 * What every process needs to know of a datastream to take in, judge and draw its observations.
 *
 * @param id which datastream
 * @param agency whose it is; null: nobody's yet, only administrators see it
 * @param name for people
 * @param device id of the device that sends it, unique in the city; null when it is not fed by a device
 * @param channel name of the value in the device's payload; null when {@code device} is
 * @param kind kind of device
 * @param quantity what is measured
 * @param unit as people write it; empty when there is none
 * @param place where it is, WGS 84; null when unknown
 * @param cell H3 cell of the place at resolution 9; 0 when unknown
 * @param min smallest plausible value
 * @param max greatest plausible value
 * @param silenceSeconds after how long without a reading it counts as silent; 0 for never
 * @param calibrations oldest first; an observation is calibrated by the newest that began before it
 * @param enabled false: observations are refused
 */
public record DatastreamCard(
        DatastreamId id,
        @Nullable AgencyId agency,
        String name,
        @Nullable String device,
        @Nullable String channel,
        SensorKind kind,
        Quantity quantity,
        String unit,
        @Nullable GeoPoint place,
        long cell,
        double min,
        double max,
        double silenceSeconds,
        List<Calibration> calibrations,
        boolean enabled) {

    /** H3 resolution of {@link #cell()}: about 0.1 km². */
    public static final int CELL_RESOLUTION = 9;

    public DatastreamCard {
        calibrations = List.copyOf(calibrations);
    }

    /** The calibration that holds at a time; null when none does. */
    public @Nullable Calibration calibrationAt(java.time.Instant at) {
        Calibration holds = null;
        for (Calibration calibration : calibrations) {
            if (!calibration.from().isAfter(at)) {
                holds = calibration;
            }
        }
        return holds;
    }
}

package org.vigilia.intake.mapping;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value that a device told, before anybody looked at it.
 *
 * @param origin whose value it is
 * @param at when it was true, UTC; the time of arrival when the device did not say
 * @param value the raw number; NaN when {@code text} holds the result
 * @param text the result as JSON text when it is not a number; null when it is
 * @param doubt true when the device itself does not trust the value
 * @param details what else was told; null when nothing
 */
public record Reading(
        Origin origin,
        Instant at,
        double value,
        @Nullable String text,
        boolean doubt,
        @Nullable Details details) {

    /**
     * Names the datastream: by device and channel, or by its number.
     *
     * @param device id of the device; empty when {@code datastream} is given
     * @param channel name of the value; empty when {@code datastream} is given
     * @param datastream number of the datastream; 0 when device and channel are given
     * @param incidental true for what the network adds (radio signal, battery): nobody misses it when it has no datastream
     */
    public record Origin(String device, String channel, long datastream, boolean incidental) {

        public Origin(String device, String channel) {
            this(device, channel, 0, false);
        }

        public Origin(long datastream) {
            this("", "", datastream, false);
        }

        @Override
        public String toString() {
            return datastream > 0 ? "datastream " + datastream : "'" + channel + "' of device '" + device + "'";
        }
    }

    /**
     * Further parts of an observation as SensorThings has them.
     *
     * @param until end of the phenomenon time; null when it is a moment
     * @param resultTime when the result was made; null when not told
     * @param extra JSON object text; null when nothing
     */
    public record Details(
            @Nullable Instant until,
            @Nullable Instant resultTime,
            @Nullable String extra) {}

    /** A number. */
    public Reading(Origin origin, Instant at, double value) {
        this(origin, at, value, null, false, null);
    }

    /** Something else, as JSON text. */
    public static Reading ofText(Origin origin, Instant at, String json) {
        return new Reading(origin, at, Double.NaN, json, false, null);
    }
}

package org.vigilia.sim.sensors;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The weather as bounded wandering around the season and the hour. Without a storm the wind stays between 1.6 and 6.4 m/s
 * and the rain below 8 mm/h: what is news is scripted.
 */
final class Weather {

    private static final double HOUR = 3600;
    /** The wind comes from the open sea, south-west. */
    private static final double USUAL_WIND = 230;

    private static final double STORM_WIND = 17;
    private static final double STORM_RAIN = 45;
    private static final double STORM_BUILDS_SECONDS = 600;

    private final Noise noise;
    private final Script script;

    Weather(Noise noise, Script script) {
        this.noise = noise;
        this.script = script;
    }

    Sky at(Instant at) {
        double storm = script.strongest(Happening.Kind.STORM, at, STORM_BUILDS_SECONDS);
        double rain = quietRain(at) + STORM_RAIN * storm;
        double year = at.atOffset(ZoneOffset.UTC).getDayOfYear() / 365.25;
        double temperature = 12
                - 7 * Math.cos(2 * Math.PI * (year - 0.05))
                + 4 * Math.sin(2 * Math.PI * (Rhythm.hour(at) - 9) / 24)
                + 2.5 * noise.of("temperature").smooth(at, 20 * HOUR)
                - Math.min(3, 0.4 * rain);
        double humidity = Math.min(
                99,
                66
                        - 2.2 * (temperature - 12)
                        + 10 * noise.of("humidity").smooth(at, 8 * HOUR)
                        + Math.min(20, 4 * rain));
        return new Sky(
                temperature,
                Math.max(22, humidity),
                1013 + 12 * noise.of("pressure").smooth(at, 30 * HOUR) - 14 * storm,
                rain,
                quietWind(at) + STORM_WIND * storm,
                direction(at));
    }

    /** Rain without a storm, mm/h. */
    double quietRain(Instant at) {
        Noise drops = noise.of("rain");
        double wet = drops.smooth(at, 11 * HOUR) + 0.4 * drops.smooth(at, 2 * HOUR) - 0.45;
        return 8 * Math.max(0, wet);
    }

    private double quietWind(Instant at) {
        Noise wind = noise.of("windSpeed");
        return 4 + 1.8 * wind.smooth(at, 7 * HOUR) + 0.6 * wind.smooth(at, 0.7 * HOUR);
    }

    private double direction(Instant at) {
        Noise wind = noise.of("windFrom");
        double from = USUAL_WIND
                + 80 * wind.smooth(at, 9 * HOUR)
                + 30 * wind.smooth(at, 2 * HOUR)
                + 6 * wind.smooth(at, 0.25 * HOUR);
        return (from + 360) % 360;
    }
}

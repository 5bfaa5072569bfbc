package org.vigilia.sim.sensors;

import java.time.Instant;
import org.vigilia.contract.sensing.Quantity;

/**
 * What is in the air: fumes of the traffic that the wind thins and the rain washes out, and what scripted sources give
 * off.
 */
final class Air {

    private static final double HOUR = 3600;
    private static final double ODOUR_BUILDS_SECONDS = 8;
    private static final double FIRE_BUILDS_SECONDS = 30;
    /** Odour intensity where the plume's share is 1, on the scale 0 to 6 of VDI 3882. */
    private static final double ODOUR_AT_REFERENCE = 4.8;
    /** By Weber and Fechner: how much the intensity rises for ten times as much. */
    private static final double ODOUR_PER_DECADE = 2;

    private static final double FIRE_SMOKE = 14;
    private static final double FIRE_PM25 = 220;

    private final Noise noise;
    private final Script script;
    private final Weather weather;

    Air(Noise noise, Script script, Weather weather) {
        this.noise = noise;
        this.script = script;
        this.weather = weather;
    }

    /** A pollutant at a device, in its quantity's unit. */
    double pollutant(Device device, Quantity quantity, Instant at) {
        Sky sky = weather.at(at);
        double fumes = Rhythm.traffic(at) * device.street().exposure() * Math.min(1.6, 3 / sky.windSpeed());
        double region = noise.of("region").smooth(at, 9 * HOUR);
        double local = noise.of(device.id()).smooth(at, 0.3 * HOUR);
        double washed = 1 - Math.min(0.35, 0.05 * sky.rain());
        double fine = washed * (9 + 4 * region + 9 * fumes + local) + FIRE_PM25 * fire(device, at);
        return switch (quantity) {
            case PM25 -> Math.max(0.5, fine);
            case PM10 -> Math.max(1, 1.5 * fine + 4 + 2 * local);
            case NO2 -> Math.max(1, 11 + 4 * region + 42 * fumes + 2 * local);
            case O3 -> Math.max(2, 52 + 34 * Rhythm.sun(at) - 16 * fumes + 8 * region + 2 * local);
            case CO -> Math.max(0.05, 0.25 + 0.55 * fumes + 0.03 * local + 6 * fire(device, at));
            case SO2 -> Math.max(0.2, 3 + 1.5 * region + 0.5 * local);
            default -> throw new IllegalArgumentException(quantity + " is not a pollutant");
        };
    }

    /** Odour intensity, 0 to 6. */
    double odour(Device device, Instant at) {
        double usual = 0.5 + 0.3 * noise.of(device.id()).smooth(at, 0.5 * HOUR);
        double share = arriving(Happening.Kind.ODOUR, ODOUR_BUILDS_SECONDS, device, at)
                + arriving(Happening.Kind.GARBAGE_FIRE, FIRE_BUILDS_SECONDS, device, at);
        if (share <= 0) {
            return usual;
        }
        double smelt = ODOUR_AT_REFERENCE + ODOUR_PER_DECADE * Math.log10(share);
        return Math.min(6, Math.max(usual, smelt + 0.1 * noise.of(device.id()).smooth(at, 20)));
    }

    /** Smoke obscuration, %/m. */
    double smoke(Device device, Instant at) {
        double usual = 0.3 + 0.2 * noise.of(device.id()).smooth(at, 0.2 * HOUR);
        return Math.min(95, usual + FIRE_SMOKE * fire(device, at));
    }

    private double fire(Device device, Instant at) {
        return arriving(Happening.Kind.GARBAGE_FIRE, FIRE_BUILDS_SECONDS, device, at);
    }

    /** The plume's share that is at a device now: what was given off when this air passed the source. */
    private double arriving(Happening.Kind kind, double buildsSeconds, Device device, Instant at) {
        double share = 0;
        for (Happening happening : script.all()) {
            if (happening.kind() == kind
                    && at.isAfter(happening.from())
                    && at.isBefore(happening.until().plusSeconds(600))) {
                Sky sky = weather.at(at);
                double east = device.eastM() - happening.eastM();
                double north = device.northM() - happening.northM();
                Instant left = at.minusMillis((long) (1000 * Plume.travelSeconds(east, north, sky)));
                share += happening.strength(left, buildsSeconds) * Plume.share(east, north, sky);
            }
        }
        return share;
    }
}

package org.vigilia.sim.sensors;

import java.time.Instant;

/** Vehicles, people and the sound they make. Ordinary days stay below what anybody calls a jam or a nuisance. */
final class StreetLife {

    private static final double JAM_BUILDS_SECONDS = 60;
    private static final double JAM_METRES = 130;
    private static final double SIREN_BUILDS_SECONDS = 5;
    private static final double SIREN_METRES = 350;
    private static final double MINUTES = 60;
    /** A car and the detector it covers, metres. */
    private static final double COVERED_METRES = 8;

    private final Noise noise;
    private final Script script;
    private final Weather weather;

    StreetLife(Noise noise, Script script, Weather weather) {
        this.noise = noise;
        this.script = script;
        this.weather = weather;
    }

    /** Vehicles an hour. */
    double flow(Device device, Instant at) {
        return device.street().rushFlow() * load(device, at) * (1 - 0.8 * jam(device, at));
    }

    /** Mean speed, km/h. */
    double speed(Device device, Instant at) {
        double load = load(device, at);
        double free = device.street().freeSpeed()
                * (1 - 0.3 * load * load)
                * (1 + 0.05 * own(device).smooth(at, 4 * MINUTES));
        double jam = jam(device, at);
        return (1 - jam) * free + jam * 4;
    }

    /** How long the detector is covered, %. */
    double occupancy(Device device, Instant at) {
        double load = load(device, at);
        double free = device.street().freeSpeed() * (1 - 0.3 * load * load);
        double moving =
                100 * device.street().rushFlow() * load / device.street().lanes() * COVERED_METRES / (free * 1000);
        double jam = jam(device, at);
        return (1 - jam) * moving + jam * (78 + 6 * own(device).smooth(at, MINUTES));
    }

    /** Persons counted in a minute. */
    double people(Device device, Instant at) {
        double rain = Math.min(0.6, 0.1 * weather.at(at).rain());
        double size = 25 + 70 * own(device).unit(0);
        return Math.max(
                0,
                size * Rhythm.people(at) * (1 - rain) * (1 + 0.25 * own(device).smooth(at, 5 * MINUTES)));
    }

    /** Equivalent sound level, dB(A). */
    double laeq(Device device, Instant at) {
        Street street = device.street();
        double traffic = 64 + 10 * Math.log10(0.02 + Rhythm.traffic(at)) + 8 * Math.log10(0.05 + street.exposure());
        double people = 56 + 10 * Math.log10(0.01 + Rhythm.people(at));
        Sky sky = weather.at(at);
        double wind = 30 + sky.windSpeed() + Math.min(8, 0.8 * sky.rain());
        double quiet = sum(36, traffic, people, wind) + 1.5 * own(device).smooth(at, 20);
        return sum(quiet, siren(device, at));
    }

    /** 1 while something is heard that stands out, else 0. */
    double soundEvent(Device device, Instant at) {
        return siren(device, at) > 60 ? 1 : 0;
    }

    /** Shaking of a door or wall, mm/s. */
    double vibration(Device device, Instant at) {
        return 0.2
                + 0.9 * device.street().exposure() * Rhythm.traffic(at)
                + 0.1 * own(device).smooth(at, 30);
    }

    /** 1 while a door is open: now and then by day, never from eight in the evening to six in the morning. */
    double open(Device device, Instant at) {
        double hour = Rhythm.hour(at);
        boolean day = hour >= 6 && hour < 20;
        long turn = at.getEpochSecond() / 120;
        return day && own(device).unit(turn) < 0.25 * Rhythm.people(at) ? 1 : 0;
    }

    /** The share of rush-hour traffic, 0 to about 1. */
    private double load(Device device, Instant at) {
        return Math.max(0.01, Rhythm.traffic(at) * (1 + 0.12 * own(device).smooth(at, 10 * MINUTES)));
    }

    private double jam(Device device, Instant at) {
        return script.strongestNear(Happening.Kind.TRAFFIC_JAM, at, JAM_BUILDS_SECONDS, device, JAM_METRES);
    }

    /** Level of a siren of 110 dB(A) at 5 m, falling by 6 dB for each doubling of the distance; 0 when there is none. */
    private double siren(Device device, Instant at) {
        double level = 0;
        for (Happening happening : script.all()) {
            double metres = happening.metresTo(device.eastM(), device.northM());
            if (happening.kind() == Happening.Kind.SIREN
                    && metres <= SIREN_METRES
                    && happening.strength(at, SIREN_BUILDS_SECONDS) > 0.5) {
                level = Math.max(level, 110 - 20 * Math.log10(Math.max(5, metres) / 5));
            }
        }
        return level;
    }

    private Noise own(Device device) {
        return noise.of(device.id());
    }

    private static double sum(double... levels) {
        double power = 0;
        for (double level : levels) {
            power += Math.pow(10, level / 10);
        }
        return 10 * Math.log10(power);
    }
}

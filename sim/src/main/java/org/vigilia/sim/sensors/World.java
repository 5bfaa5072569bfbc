package org.vigilia.sim.sensors;

import java.time.Instant;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/**
 * What every device would measure at any moment if it were in order. A pure function of seed, script and time; safe for
 * use by many threads.
 */
public final class World {

    private static final double HOUR = 3600;
    private static final int RAIN_MEMORY_HOURS = 12;
    private static final double STORM_FLOOD_SECONDS = 1500;
    private static final double FLOOD_METRES = 1.6;
    private static final double TIDE_SECONDS = 44_714;

    private final Noise noise;
    private final Script script;
    private final Weather weather;
    private final StreetLife streets;
    private final Air air;
    private final Bins bins;

    public World(long seed, Script script) {
        this.noise = new Noise(seed);
        this.script = script;
        this.weather = new Weather(noise, script);
        this.streets = new StreetLife(noise, script, weather);
        this.air = new Air(noise, script, weather);
        this.bins = new Bins(noise, script, weather);
    }

    public Script script() {
        return script;
    }

    /** The value of one of a device's quantities, in that quantity's unit, rounded as an instrument does. */
    public double value(Device device, Quantity quantity, Instant at) {
        double exact = exact(device, quantity, at);
        double steps = stepsPerUnit(quantity);
        return Math.round(exact * steps) / steps;
    }

    Sky sky(Instant at) {
        return weather.at(at);
    }

    private double exact(Device device, Quantity quantity, Instant at) {
        Noise own = noise.of(device.id());
        Noise grain = own.of(quantity.channel());
        double jitter = grain.white(at.toEpochMilli());
        return switch (quantity) {
            case PM25, PM10, NO2, O3, CO, SO2 -> {
                double there = air.pollutant(device, quantity, at);
                yield there * (1 + 0.02 * jitter);
            }
            case ODOUR -> Math.max(0, air.odour(device, at) + 0.05 * jitter);
            case SMOKE -> Math.max(0, air.smoke(device, at) + 0.02 * jitter);
            case TEMPERATURE ->
                device.kind() == SensorKind.WASTE
                        ? bins.temperature(device, at)
                        : weather.at(at).temperature() + 0.5 * own.white(3) + 0.1 * jitter;
            case HUMIDITY -> Math.min(100, weather.at(at).humidity() + 0.5 * jitter);
            case PRESSURE -> weather.at(at).pressure() + 0.1 * jitter;
            case RAIN -> {
                double rain = weather.at(at).rain();
                yield rain * (1 + 0.05 * jitter);
            }
            case WIND_SPEED -> Math.max(0, weather.at(at).windSpeed() * (1 + 0.06 * jitter));
            case WIND_FROM -> (weather.at(at).windFrom() + 3 * jitter + 360) % 360;
            case LAEQ -> streets.laeq(device, at) + 0.4 * jitter;
            case LC_PEAK -> streets.laeq(device, at) + 17 + 2.5 * jitter;
            case SOUND_EVENT -> streets.soundEvent(device, at);
            case FLOW -> Math.max(0, streets.flow(device, at) * (1 + 0.06 * jitter));
            case OCCUPANCY -> Math.max(0, Math.min(100, streets.occupancy(device, at) * (1 + 0.05 * jitter)));
            case SPEED -> Math.max(0, streets.speed(device, at) * (1 + 0.02 * jitter));
            case FILL -> bins.fill(device, at);
            case WATER_LEVEL -> waterLevel(own, at) + 0.004 * jitter;
            case OPEN -> streets.open(device, at);
            case VIBRATION -> Math.max(0, streets.vibration(device, at) + 0.02 * jitter);
            case PEOPLE -> streets.people(device, at) * (1 + 0.1 * jitter);
            case BATTERY -> battery(own, at);
            case SIGNAL -> -72 - 25 * own.unit(4) + 3 * own.smooth(at, HOUR) + jitter;
            default -> lamp(own, at) + 0.5 * jitter;
        };
    }

    /** Metres above the gauge's zero: the tide, and what rained in the last half day. */
    private double waterLevel(Noise own, Instant at) {
        double level = 0.9 + 0.2 * own.unit(5) + 0.25 * Math.sin(2 * Math.PI * at.getEpochSecond() / TIDE_SECONDS);
        for (int hour = 0; hour < RAIN_MEMORY_HOURS; hour++) {
            double share = 0.012 * Math.exp(-hour / 5.0);
            level += share * weather.quietRain(at.minusSeconds(hour * 3600L));
        }
        return level + FLOOD_METRES * script.strongest(Happening.Kind.STORM, at, STORM_FLOOD_SECONDS);
    }

    /** Percent left: about a year and a half from new to nearly empty, then it is changed. */
    private static double battery(Noise own, Instant at) {
        double days = at.getEpochSecond() / 86_400.0 + 500 * own.unit(6);
        return 100 - 80 * (days / 500 - Math.floor(days / 500));
    }

    /** Watts of a street light: full in the evening, dimmed after eleven, off by day. */
    private static double lamp(Noise own, Instant at) {
        double full = 60 + 40 * own.unit(7);
        double hour = Rhythm.hour(at);
        double dark = Rhythm.sun(at) > 0 ? 0 : 1;
        double dimmed = hour >= 23 || hour < 5 ? 0.5 : 1;
        return 1.5 + full * dark * dimmed;
    }

    /** How finely an instrument tells it. */
    private static double stepsPerUnit(Quantity quantity) {
        return switch (quantity) {
            case WATER_LEVEL, CO, VIBRATION, ODOUR, SMOKE -> 100;
            case FLOW, SOUND_EVENT, OPEN, PEOPLE, SIGNAL, WIND_FROM -> 1;
            default -> 10;
        };
    }
}

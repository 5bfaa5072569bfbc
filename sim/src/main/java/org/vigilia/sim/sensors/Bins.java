package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;

/**
 * Waste containers: filled by day, emptied in the early morning of every third to fifth day before they are three quarters
 * full. Only a container in the script is overdue.
 */
final class Bins {

    private static final double AFTER_EMPTYING = 3;
    private static final double OVERDUE = 87;
    /** How long before it smells a bin is overdue. */
    private static final Duration OVERDUE_BEFORE = Duration.ofHours(2);

    private static final double DAY = 86_400;
    private static final double EMPTIED_AT = 5.5 * 3600;
    private static final double FIRE_BUILDS_SECONDS = 45;
    private static final double FIRE_HEAT = 85;

    private final Noise noise;
    private final Script script;
    private final Weather weather;

    Bins(Noise noise, Script script, Weather weather) {
        this.noise = noise;
        this.script = script;
        this.weather = weather;
    }

    /** How full, %. */
    double fill(Device bin, Instant at) {
        double fill = scheduled(bin, at) + 0.3 * noise.of(bin.id()).smooth(at, 900);
        for (Happening happening : script.all()) {
            if (happening.kind() == Happening.Kind.ODOUR
                    && bin.id().equals(happening.device())
                    && at.isBefore(happening.until())) {
                double overdue = Happening.seconds(happening.from().minus(OVERDUE_BEFORE), at);
                double risen = Math.max(0, Math.min(1, overdue / 1200));
                fill = Math.max(fill, fill + risen * (OVERDUE - fill));
            }
        }
        return Math.max(0, Math.min(100, fill));
    }

    /** Temperature inside, °C. */
    double temperature(Device bin, Instant at) {
        double inside = weather.at(at).temperature() + 1.5 + 3 * Rhythm.sun(at);
        double fire = 0;
        for (Happening happening : script.all()) {
            if (happening.kind() == Happening.Kind.GARBAGE_FIRE && bin.id().equals(happening.device())) {
                fire = Math.max(fire, happening.strength(at, FIRE_BUILDS_SECONDS));
            }
        }
        return inside + FIRE_HEAT * fire + 0.3 * noise.of(bin.id()).smooth(at, 60);
    }

    private double scheduled(Device bin, Instant at) {
        Noise own = noise.of(bin.id());
        double perDay = 12 + 10 * own.unit(1);
        long days = (long) Math.floor(66 / perDay);
        double sinceMorning = (at.getEpochSecond() - EMPTIED_AT) / DAY;
        long today = (long) Math.floor(sinceMorning);
        long full = Math.floorMod(today + (long) (own.unit(2) * days), days);
        double hours = (sinceMorning - today) * 24;
        // people throw away from seven in the morning, an hour and a half after the round, to eleven at night
        double part = Math.max(0, Math.min(1, (hours - 1.5) / 16));
        return AFTER_EMPTYING + perDay * (full + part * part * (3 - 2 * part));
    }
}

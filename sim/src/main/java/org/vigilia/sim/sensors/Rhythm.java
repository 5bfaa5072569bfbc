package org.vigilia.sim.sensors;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** How busy the town is, by time of day and day of week. The town's clock shows UTC. */
final class Rhythm {

    private Rhythm() {}

    /** Motor traffic: 0 nobody, 1 the rush hour. */
    static double traffic(Instant at) {
        double hour = hour(at);
        double busy = weekend(at)
                ? 0.07 + bump(hour, 14, 4, 0.5) + bump(hour, 20, 2, 0.15)
                : 0.05 + bump(hour, 8, 1.1, 0.75) + bump(hour, 13, 3, 0.4) + bump(hour, 17.2, 1.5, 0.8);
        return Math.min(1, busy);
    }

    /** People in the streets: 0 nobody, 1 Saturday afternoon. */
    static double people(Instant at) {
        double hour = hour(at);
        double busy = weekend(at)
                ? 0.02 + bump(hour, 15, 3, 0.95)
                : 0.02 + bump(hour, 8, 1, 0.35) + bump(hour, 12.6, 1.3, 0.55) + bump(hour, 18, 2, 0.6);
        return Math.min(1, busy);
    }

    /** The sun's height: 0 from dusk to dawn, 1 at noon. */
    static double sun(Instant at) {
        return Math.max(0, Math.sin(Math.PI * (hour(at) - 6.5) / 12));
    }

    /** Hours since midnight, 0 up to 24. */
    static double hour(Instant at) {
        return Math.floorMod(at.getEpochSecond(), 86_400L) / 3600.0;
    }

    private static boolean weekend(Instant at) {
        DayOfWeek day = ZonedDateTime.ofInstant(at, ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    private static double bump(double hour, double middle, double width, double height) {
        double away = (hour - middle) / width;
        return height * Math.exp(-away * away / 2);
    }
}

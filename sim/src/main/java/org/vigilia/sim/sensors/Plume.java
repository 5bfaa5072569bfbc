package org.vigilia.sim.sensors;

/**
 * How much of what a source at ground level gives off arrives at a place, by the Gaussian plume with the urban, neutral
 * dispersion of Briggs (1973). 1 is what arrives 65 m straight downwind at 3 m/s.
 */
final class Plume {

    private static final double REFERENCE = density(65, 0, 3);

    private Plume() {}

    /**
     * The share that arrives.
     *
     * @param eastM metres east of the source
     * @param northM metres north of it
     */
    static double share(double eastM, double northM, Sky sky) {
        return density(downwind(eastM, northM, sky), crosswind(eastM, northM, sky), sky.windSpeed()) / REFERENCE;
    }

    /** How long the air needs from the source to a place, seconds; 0 upwind of it. */
    static double travelSeconds(double eastM, double northM, Sky sky) {
        return Math.max(0, downwind(eastM, northM, sky)) / Math.max(0.5, sky.windSpeed());
    }

    private static double downwind(double eastM, double northM, Sky sky) {
        double to = Math.toRadians(sky.windFrom() + 180);
        return eastM * Math.sin(to) + northM * Math.cos(to);
    }

    private static double crosswind(double eastM, double northM, Sky sky) {
        double to = Math.toRadians(sky.windFrom() + 180);
        return eastM * Math.cos(to) - northM * Math.sin(to);
    }

    private static double density(double x, double y, double windSpeed) {
        if (x <= 1) {
            return 0;
        }
        double sigmaY = 0.16 * x / Math.sqrt(1 + 0.0004 * x);
        double sigmaZ = 0.14 * x / Math.sqrt(1 + 0.0003 * x);
        double offAxis = y / sigmaY;
        return Math.exp(-offAxis * offAxis / 2) / (Math.PI * Math.max(0.5, windSpeed) * sigmaY * sigmaZ);
    }
}

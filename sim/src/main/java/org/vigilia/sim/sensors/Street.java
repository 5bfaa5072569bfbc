package org.vigilia.sim.sensors;

/** What kind of street a device stands at, and the traffic it takes. */
enum Street {
    MOTORWAY(3_800, 110, 2, 1.0),
    PRIMARY(1_300, 50, 2, 0.8),
    SECONDARY(900, 50, 2, 0.55),
    RESIDENTIAL(420, 30, 1, 0.3),
    /** No cars: parks, plazas, the harbour. */
    FOOTPATH(0, 5, 1, 0.1);

    private final double rushFlow;
    private final double freeSpeed;
    private final int lanes;
    private final double exposure;

    Street(double rushFlow, double freeSpeed, int lanes, double exposure) {
        this.rushFlow = rushFlow;
        this.freeSpeed = freeSpeed;
        this.lanes = lanes;
        this.exposure = exposure;
    }

    /** Vehicles an hour at rush hour. */
    double rushFlow() {
        return rushFlow;
    }

    /** km/h when nobody is in the way. */
    double freeSpeed() {
        return freeSpeed;
    }

    int lanes() {
        return lanes;
    }

    /** How much of the traffic's noise and fumes arrive here, 0..1. */
    double exposure() {
        return exposure;
    }
}

package org.vigilia.vision.track;

/**
 * One coordinate of a box with its velocity: a two-state Kalman filter driven by white acceleration.
 *
 * <p>Units are whatever the caller uses, seconds for time. Not thread-safe.
 */
final class Coordinate {

    private double value;
    private double velocity;
    private double valueVariance;
    private double covariance;
    private double velocityVariance;

    Coordinate(double value, double deviation, double velocityDeviation) {
        this.value = value;
        this.valueVariance = deviation * deviation;
        this.velocityVariance = velocityDeviation * velocityDeviation;
    }

    double value() {
        return value;
    }

    /** Lets {@code seconds} pass; {@code acceleration} is the standard deviation of what may have happened meanwhile. */
    void advance(double seconds, double acceleration) {
        value += velocity * seconds;
        double q = acceleration * acceleration;
        double s2 = seconds * seconds;
        valueVariance += 2 * seconds * covariance + s2 * velocityVariance + q * s2 * s2 / 4;
        covariance += seconds * velocityVariance + q * s2 * seconds / 2;
        velocityVariance += q * s2;
    }

    /** Takes in a measurement with its standard deviation. */
    void measure(double measured, double deviation) {
        double total = valueVariance + deviation * deviation;
        double gain = valueVariance / total;
        double velocityGain = covariance / total;
        double surprise = measured - value;
        value += gain * surprise;
        velocity += velocityGain * surprise;
        velocityVariance -= velocityGain * covariance;
        covariance *= 1 - gain;
        valueVariance *= 1 - gain;
    }

    /** Forgets part of the velocity; 0 stops it, 1 keeps it. */
    void slow(double keep) {
        velocity *= keep;
    }
}

package org.vigilia.sim.sensors;

/**
 * The weather over the town at one moment.
 *
 * @param temperature °C in the shade
 * @param humidity relative, %
 * @param pressure hPa
 * @param rain mm/h
 * @param windSpeed m/s
 * @param windFrom degrees clockwise from north, 0 up to 360
 */
record Sky(double temperature, double humidity, double pressure, double rain, double windSpeed, double windFrom) {}

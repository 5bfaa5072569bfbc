package org.vigilia.sim.camera;

import java.util.Random;

/** Puts pretend noises on top of each other; amplitudes are of full scale 1. */
record Noises(double[] samples, int rate, Random random) {

    /** Rolling noise that swells and ebbs. */
    void street(double amplitude) {
        double low = 0;
        double lower = 0;
        for (int i = 0; i < samples.length; i++) {
            double white = random.nextGaussian();
            low += 0.3 * (white - low);
            lower += 0.03 * (white - lower);
            double swell = 1 + 0.5 * Math.sin(2 * Math.PI * i / (7.0 * rate));
            samples[i] += amplitude * swell * (0.2 * white + low + 3 * lower);
        }
    }

    /** A shot: a blow, and what the houses send back. */
    void bang(double at, double amplitude) {
        double low = 0;
        int from = (int) (at * rate);
        for (int i = 0; i < 1.2 * rate && from + i < samples.length; i++) {
            double seconds = i / (double) rate;
            low += 0.35 * (random.nextGaussian() - low);
            samples[from + i] += amplitude * low * (2 * Math.exp(-seconds / 0.025) + 0.2 * Math.exp(-seconds / 0.18));
        }
    }

    /** A pane that breaks: a click, then many high tones. */
    void glass(double at, double amplitude) {
        for (int piece = 0; piece < 28; piece++) {
            double late = piece < 8 ? 0.01 * random.nextDouble() : 0.5 * random.nextDouble() * random.nextDouble();
            double hz = 3000 + random.nextDouble() * (rate * 0.47 - 3000);
            double decay = 8 + 25 * random.nextDouble();
            double loud = amplitude * (piece < 8 ? 0.5 : 0.3 * random.nextDouble());
            int from = (int) ((at + late) * rate);
            for (int i = 0; i < rate && from + i < samples.length; i++) {
                double seconds = i / (double) rate;
                samples[from + i] += loud * Math.exp(-decay * seconds) * Math.sin(2 * Math.PI * hz * seconds);
            }
        }
    }

    /** Two tones in turn, half a second each. */
    void siren(double at, double amplitude, double seconds) {
        double phase = 0;
        int from = (int) (at * rate);
        for (int i = 0; i < seconds * rate && from + i < samples.length; i++) {
            phase += 2 * Math.PI * (i / (rate / 2) % 2 == 0 ? 440.0 : 585.0) / rate;
            double tone = 0;
            for (int k = 1; k <= 6; k++) {
                tone += Math.sin(k * phase) / k;
            }
            samples[from + i] += 0.7 * amplitude * tone;
        }
    }
}

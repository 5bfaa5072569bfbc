package org.vigilia.vision.sound;

/**
 * How deeply the loudness of the last half second is modulated at 30 to 150 Hz, which is what makes a scream sound
 * alarming (Arnal et al. 2015, "Human screams occupy a privileged niche in the communication soundscape"). Not
 * thread-safe.
 */
final class Roughness {

    /** The envelope is kept so fine that the overtones' own beating stays out of the band. */
    private static final double ENVELOPE_HZ = 4000;

    private static final int SIZE = 2048;
    private static final double LOW_HZ = 30;
    private static final double HIGH_HZ = 150;

    private final Biquads voice;
    private final double samplesEach;
    private final double[] envelope = new double[SIZE];
    private final Spectrum spectrum = new Spectrum(SIZE);
    private final double[] power = new double[SIZE / 2 + 1];
    private int at;
    private double sum;
    private int count;
    private double due;

    Roughness(double rate) {
        voice = Biquads.bandPass(2, 400, Math.min(4500, rate * 0.45), rate);
        samplesEach = rate / ENVELOPE_HZ;
        due = samplesEach;
    }

    void take(double sample) {
        sum += Math.abs(voice.next(sample));
        count++;
        due--;
        if (due < 0.5) {
            envelope[at] = sum / count;
            at = (at + 1) % SIZE;
            sum = 0;
            count = 0;
            due += samplesEach;
        }
    }

    /** Depth of the modulation, 0 for a steady sound, about 1 for one that is switched on and off. */
    double depth() {
        double mean = 0;
        for (double value : envelope) {
            mean += value / SIZE;
        }
        if (mean == 0) {
            return 0;
        }
        spectrum.power(envelope, at, power);
        double inBand = 0;
        for (int k = (int) Math.ceil(LOW_HZ * SIZE / ENVELOPE_HZ); k <= HIGH_HZ * SIZE / ENVELOPE_HZ; k++) {
            inBand += power[k];
        }
        return Math.sqrt(2 * inBand) / mean;
    }
}

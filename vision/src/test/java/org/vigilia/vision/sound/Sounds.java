package org.vigilia.vision.sound;

import java.util.Random;

/** Makes sound to test with, from a seed. Levels are amplitudes, full scale 1. */
public final class Sounds {

    /** One turn of a tone with overtones. */
    private static final double[] WAVE = new double[4096];

    static {
        for (int i = 0; i < WAVE.length; i++) {
            for (int k = 1; k <= 4; k++) {
                WAVE[i] += Math.sin(2 * Math.PI * k * i / WAVE.length) / k / Math.sqrt(k);
            }
        }
    }

    private final int rate;
    private final Random random;

    public Sounds(int rate, long seed) {
        this.rate = rate;
        this.random = new Random(seed);
    }

    public float[] silence(double seconds) {
        return new float[(int) (seconds * rate)];
    }

    public float[] sine(double hz, double amplitude, double seconds) {
        float[] out = silence(seconds);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return out;
    }

    /** The same power in each octave (P. Kellet's refined filter is accurate to 0.05 dB above 9 Hz at 44.1 kHz). */
    public float[] pink(double amplitude, double seconds) {
        float[] out = silence(seconds);
        double[] b = new double[7];
        for (int i = 0; i < out.length; i++) {
            double white = random.nextGaussian();
            b[0] = 0.99886 * b[0] + white * 0.0555179;
            b[1] = 0.99332 * b[1] + white * 0.0750759;
            b[2] = 0.96900 * b[2] + white * 0.1538520;
            b[3] = 0.86650 * b[3] + white * 0.3104856;
            b[4] = 0.55000 * b[4] + white * 0.5329522;
            b[5] = -0.7616 * b[5] - white * 0.0168980;
            out[i] = (float) (amplitude * 0.1 * (b[0] + b[1] + b[2] + b[3] + b[4] + b[5] + b[6] + white * 0.5362));
            b[6] = white * 0.115926;
        }
        return out;
    }

    /** A street: rolling noise that swells as cars pass, and their engines. */
    public float[] traffic(double amplitude, double seconds) {
        float[] out = pink(amplitude, seconds);
        int count = (int) (seconds / 7) + 1;
        for (int car = 0; car < count; car++) {
            double middle = random.nextDouble() * seconds;
            double width = 1 + 2.5 * random.nextDouble();
            double loud = 1 + 3 * random.nextDouble();
            double engine = 60 + 60 * random.nextDouble();
            double low = 0;
            double phase = 0;
            int end = (int) Math.min(out.length, (middle + 4 * width) * rate);
            for (int i = (int) Math.max(0, (middle - 4 * width) * rate); i < end; i++) {
                double far = (i / (double) rate - middle) / width;
                double gain = amplitude * loud / (1 + far * far * 4);
                low += 0.25 * (random.nextGaussian() - low);
                phase += engine * (1 - 0.04 * far / (1 + Math.abs(far))) / rate;
                out[i] += (float) (gain * (low + 0.2 * wave(phase)));
            }
        }
        return out;
    }

    /** Hiss with drops that hit something near. */
    public float[] rain(double amplitude, double seconds) {
        float[] out = silence(seconds);
        double before = 0;
        for (int i = 0; i < out.length; i++) {
            double white = random.nextGaussian();
            out[i] = (float) (amplitude * (white - 0.5 * before));
            before = white;
        }
        for (int drop = 0; drop < seconds * 12; drop++) {
            int at = random.nextInt(out.length);
            double hz = 800 + random.nextInt(3000);
            double loud = amplitude * 4 * random.nextDouble();
            for (int i = 0; i < rate / 50 && at + i < out.length; i++) {
                out[at + i] += (float) (loud * Math.exp(-i * 250.0 / rate) * Math.sin(2 * Math.PI * hz * i / rate));
            }
        }
        return out;
    }

    /** A band: chords, a tune, bass and drums. */
    public float[] music(double amplitude, double seconds) {
        float[] out = silence(seconds);
        double beat = 60.0 / (90 + random.nextInt(50));
        int[][] chords = {{0, 4, 7}, {9, 12, 16}, {5, 9, 12}, {7, 11, 14}};
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        for (int b = 0; b * beat < seconds; b++) {
            int[] chord = chords[b / 4 % 4];
            if (b % 4 == 0) {
                for (int note : chord) {
                    note(out, b * beat, beat * 3.8, 220 * Math.pow(2, note / 12.0), amplitude * 0.25);
                }
            }
            note(out, b * beat, beat * 0.9, 55 * Math.pow(2, chord[0] % 12 / 12.0), amplitude * 0.5);
            for (int half = 0; half < 2; half++) {
                if (random.nextInt(4) > 0) {
                    double hz = 440 * Math.pow(2, scale[random.nextInt(scale.length)] / 12.0);
                    note(out, (b + half / 2.0) * beat, beat * (0.3 + 0.4 * random.nextDouble()), hz, amplitude * 0.4);
                }
                hit(out, (b + half / 2.0) * beat, amplitude * 0.25, 60, true);
            }
            if (b % 2 == 0) {
                thump(out, b * beat, amplitude);
            } else {
                hit(out, b * beat, amplitude * 0.8, 25, false);
            }
        }
        return out;
    }

    private static double wave(double turns) {
        return WAVE[(int) ((turns - Math.floor(turns)) * WAVE.length)];
    }

    private void note(float[] out, double from, double seconds, double hz, double amplitude) {
        int at = (int) (from * rate);
        int length = (int) (seconds * rate);
        for (int i = 0; i < length && at + i < out.length; i++) {
            double t = i / (double) rate;
            double shape = Math.min(1, t * 50) * Math.exp(-1.5 * t) * Math.min(1, (length - i) / (0.02 * rate));
            out[at + i] += (float) (amplitude * shape * wave(hz * t + 0.3 * wave(5.5 * t)));
        }
    }

    private void hit(float[] out, double from, double amplitude, double decay, boolean bright) {
        int at = (int) (from * rate);
        double before = 0;
        for (int i = 0; i < rate / 4 && at + i < out.length; i++) {
            double white = random.nextGaussian();
            out[at + i] += (float) (0.5 * amplitude * Math.exp(-decay * i / rate) * (bright ? white - before : white));
            before = white;
        }
    }

    private void thump(float[] out, double from, double amplitude) {
        int at = (int) (from * rate);
        for (int i = 0; i < rate / 4 && at + i < out.length; i++) {
            double t = i / (double) rate;
            out[at + i] +=
                    (float) (amplitude * Math.exp(-18 * t) * Math.sin(2 * Math.PI * (50 + 60 * Math.exp(-40 * t)) * t));
        }
    }

    /** Voices nearby: syllables on a low, gliding pitch. */
    public float[] speech(double amplitude, double seconds) {
        float[] out = silence(seconds);
        double t = 0.2;
        while (t < seconds) {
            double length = 0.12 + 0.2 * random.nextDouble();
            double hz = 100 + 140 * random.nextDouble();
            double glide = hz * (random.nextDouble() - 0.5) * 0.5;
            double formant = 400 + 1500 * random.nextDouble();
            int at = (int) (t * rate);
            double phase = 0;
            for (int i = 0; i < length * rate && at + i < out.length; i++) {
                double part = i / (length * rate);
                phase += 2 * Math.PI * (hz + glide * part) / rate;
                double tone = 0;
                for (int k = 1; k <= 20 && hz * k < rate * 0.4; k++) {
                    double away = (k * hz - formant) / 300;
                    tone += Math.sin(k * phase) * (1.0 / k + 1 / (1 + away * away)) / 2;
                }
                out[at + i] += (float) (amplitude * Math.sin(Math.PI * part) * tone);
            }
            t += length + (random.nextInt(5) == 0 ? 0.6 : 0.05) * (0.5 + random.nextDouble());
        }
        return out;
    }

    public float[] bang(double amplitude) {
        float[] out = silence(1.2);
        double low = 0;
        for (int i = 0; i < out.length; i++) {
            double t = i / (double) rate;
            low += 0.35 * (random.nextGaussian() - low);
            out[i] = (float) (amplitude * low * (2 * Math.exp(-t / 0.025) + 0.2 * Math.exp(-t / 0.18)));
        }
        return out;
    }

    public float[] glass(double amplitude) {
        float[] out = silence(1.2);
        hit(out, 0, amplitude, 80, true);
        for (int piece = 0; piece < 28; piece++) {
            double from = piece < 8 ? 0.01 * random.nextDouble() : 0.5 * random.nextDouble() * random.nextDouble();
            double hz = 3000 + random.nextDouble() * Math.min(6000, rate * 0.47 - 3000);
            double decay = 8 + 25 * random.nextDouble();
            double loud = amplitude * (piece < 8 ? 0.35 : 0.3 * random.nextDouble());
            int at = (int) (from * rate);
            for (int i = 0; at + i < out.length; i++) {
                double t = i / (double) rate;
                out[at + i] += (float) (loud * Math.exp(-decay * t) * Math.sin(2 * Math.PI * hz * t));
            }
        }
        return out;
    }

    public float[] scream(double amplitude, double seconds) {
        float[] out = silence(seconds);
        double phase = 0;
        double rough = 50 + 60 * random.nextDouble();
        double base = 750 + 400 * random.nextDouble();
        double wander = 0;
        for (int i = 0; i < out.length; i++) {
            double t = i / (double) rate;
            wander += 0.002 * (random.nextGaussian() - wander);
            double hz = base * (1 + 0.35 * Math.sin(Math.PI * t / seconds) + 0.6 * wander);
            phase += 2 * Math.PI * hz / rate;
            double tone = 0;
            for (int k = 1; k <= 6 && hz * k < rate * 0.45; k++) {
                tone += Math.sin(k * phase) / Math.sqrt(k);
            }
            double shape = Math.min(1, t * 12) * Math.min(1, (seconds - t) * 8);
            double modulation = 1 + 0.6 * Math.sin(2 * Math.PI * rough * t);
            out[i] = (float) (amplitude * 0.4 * shape * (modulation * tone + 0.15 * random.nextGaussian()));
        }
        return out;
    }

    /** Two tones in turn, like an ambulance. */
    public float[] twoTone(double lowHz, double highHz, double dwell, double amplitude, double seconds) {
        return horn(amplitude, seconds, t -> (int) (t / dwell) % 2 == 0 ? lowHz : highHz);
    }

    /** Up and down, like a fire engine. */
    public float[] wail(double period, double amplitude, double seconds) {
        return horn(amplitude, seconds, t -> 600 * Math.pow(2, 0.6 - 0.6 * Math.cos(2 * Math.PI * t / period)));
    }

    /** Three beeps and a rest (ISO 8201). */
    public float[] smokeAlarm(double amplitude, double seconds) {
        return horn(amplitude, seconds, t -> t % 4 < 3 && t % 1 < 0.5 ? 3100 : 0);
    }

    /** A car's horn: two steady tones. */
    public float[] carHorn(double amplitude, double seconds) {
        float[] one = horn(amplitude / 2, seconds, t -> 420);
        float[] other = horn(amplitude / 2, seconds, t -> 510);
        add(one, other, 0);
        return one;
    }

    private interface Tune {
        double hz(double seconds);
    }

    private float[] horn(double amplitude, double seconds, Tune tune) {
        float[] out = silence(seconds);
        double phase = 0;
        double loud = 0;
        for (int i = 0; i < out.length; i++) {
            double hz = tune.hz(i / (double) rate);
            phase += 2 * Math.PI * hz / rate;
            loud += 300.0 / rate * ((hz > 0 ? 1 : 0) - loud);
            double tone = 0;
            for (int k = 1; k <= 7 && hz * k < rate * 0.45; k++) {
                tone += Math.sin(k * phase) / k;
            }
            out[i] = (float) (amplitude * 0.7 * loud * tone);
        }
        return out;
    }

    /** Adds one sound to another. */
    public void add(float[] to, float[] what, double atSeconds) {
        int at = (int) (atSeconds * rate);
        for (int i = 0; i < what.length && at + i < to.length; i++) {
            to[at + i] += what[i];
        }
    }
}

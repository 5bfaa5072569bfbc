package org.vigilia.stream.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Series of a pretend town: numbers whose kind is known, for tests. One reading every five minutes. */
final class Town {

    static final int DAY = 288;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private Town() {}

    static Instant time(int reading) {
        return START.plus(Duration.ofMinutes(5L * reading));
    }

    /** Noise about a level. */
    static double[] noise(long seed, int readings) {
        Random random = new Random(seed);
        double[] values = new double[readings];
        for (int i = 0; i < readings; i++) {
            values[i] = 1000 + Math.round(100 * random.nextGaussian()) / 10.0;
        }
        return values;
    }

    /** A street's traffic: high by day, low by night, with noise. */
    static double[] daily(long seed, int days) {
        Random random = new Random(seed);
        double[] values = new double[days * DAY];
        for (int i = 0; i < values.length; i++) {
            double day = i % DAY >= 100 && i % DAY < 220 ? 80 : 20;
            values[i] = day + 2 * random.nextGaussian();
        }
        return values;
    }

    /** Counts with a daily rhythm and bursts of any size, as of messages about a topic. */
    static double[] bursty(long seed, int days) {
        Random random = new Random(seed);
        double[] values = new double[days * DAY];
        double burst = 0;
        double drift = 0;
        for (int i = 0; i < values.length; i++) {
            drift = 0.9 * drift + 0.12 * random.nextGaussian();
            burst *= 0.8;
            if (random.nextDouble() < 0.001) {
                burst += Math.min(6, 0.5 * Math.pow(random.nextDouble(), -1 / 1.8));
            }
            double rate = 30 * Math.exp(0.6 * Math.sin(2 * Math.PI * i / DAY) + drift) * (1 + burst);
            values[i] = Math.max(0, Math.round(rate + Math.sqrt(rate) * random.nextGaussian()));
        }
        return values;
    }

    static Score[] score(double[] values) {
        AnomalyDetector detector = AnomalyDetector.fresh();
        Score[] scores = new Score[values.length];
        for (int i = 0; i < values.length; i++) {
            scores[i] = detector.next(time(i), values[i]);
        }
        return scores;
    }

    static int alarms(Score[] scores, int from, int to) {
        int alarms = 0;
        for (int i = from; i < to; i++) {
            alarms += scores[i].isAlarm() ? 1 : 0;
        }
        return alarms;
    }

    /** The first alarm at or after a reading, or -1. */
    static int firstAlarm(Score[] scores, int from) {
        for (int i = from; i < scores.length; i++) {
            if (scores[i].isAlarm()) {
                return i;
            }
        }
        return -1;
    }
}

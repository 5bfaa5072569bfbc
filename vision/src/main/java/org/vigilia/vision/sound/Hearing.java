package org.vigilia.vision.sound;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * One microphone's sound in, levels and events out, in one pass. Keeps time by counting samples, led slowly by the times
 * it is told; a jump of more than {@value #JUMP_MICROS} µs is a gap, after which seconds begin anew. Not thread-safe.
 */
public final class Hearing {

    /** Fewest and most samples a second. */
    public static final int LEAST_RATE = 8_000;

    public static final int MOST_RATE = 48_000;

    /**
     * Level of a sine of full scale, decibels re 20 µPa, when nobody has calibrated the microphone: the common MEMS
     * capsule, -26 dB of full scale at 94 dB. Cameras differ from it by 20 dB and more.
     */
    public static final double USUAL_FULL_SCALE_DB = 120;

    static final long JUMP_MICROS = 300_000;
    private static final int LEAST_SECONDS_OF_MINUTE = 55;

    private final double rate;
    private final SoundMeter meter;
    private final EventJudge judge;
    /** Time of sample 0 of the judge's count, by the newest knowledge. */
    private double zeroMicros;

    private boolean begun;
    private long second;
    private long secondEnd;
    private boolean whole;
    private double lead;
    private long minute = Long.MIN_VALUE;
    private double minuteSum;
    private int minuteSeconds;

    /**
     * Deaf to everything so far.
     *
     * @param rate samples a second, {@value #LEAST_RATE} to {@value #MOST_RATE}
     * @param fullScaleDb level of a sine of full scale
     */
    public Hearing(int rate, double fullScaleDb) {
        if (rate < LEAST_RATE || rate > MOST_RATE) {
            throw new IllegalArgumentException(
                    "sound is judged at " + LEAST_RATE + " to " + MOST_RATE + " samples a second, not " + rate);
        }
        this.rate = rate;
        this.meter = new SoundMeter(rate, fullScaleDb);
        this.judge = new EventJudge(rate, fullScaleDb);
    }

    /**
     * Hears on.
     *
     * @param micros when the first of these samples was taken, microseconds since 1970, UTC
     * @param samples full scale ±1
     * @param count how many of them
     */
    public List<Heard> hear(long micros, float[] samples, int count) {
        List<Heard> heard = new ArrayList<>(1);
        double expected = zeroMicros + judge.samples() * 1e6 / rate;
        if (!begun || Math.abs(micros - expected) > JUMP_MICROS) {
            gap(heard);
            zeroMicros = micros - judge.samples() * 1e6 / rate;
            begun = true;
            startSecond(micros);
            whole = micros % 1_000_000 == 0;
        } else {
            lead += 0.02 * (micros - expected - lead);
        }
        for (int i = 0; i < count; i++) {
            if (judge.samples() >= secondEnd) {
                endSecond(heard);
            }
            // a broken decoder may hand out anything
            double sample = Float.isFinite(samples[i]) ? Math.max(-8, Math.min(8, samples[i])) : 0;
            meter.take(sample);
            for (EventJudge.Found found : judge.take(sample)) {
                tell(found, heard);
            }
        }
        return heard;
    }

    /** There is no more sound: what goes on is over. */
    public List<Heard> finish() {
        List<Heard> heard = new ArrayList<>(1);
        if (begun && judge.samples() >= secondEnd) {
            endSecond(heard);
        }
        gap(heard);
        begun = false;
        return heard;
    }

    private void gap(List<Heard> heard) {
        for (EventJudge.Found found : judge.gap()) {
            tell(found, heard);
        }
        meter.reset();
        lead = 0;
    }

    private void startSecond(double micros) {
        second = (long) Math.floor(micros / 1e6);
        secondEnd = (long) Math.ceil(((second + 1) * 1e6 - zeroMicros) * rate / 1e6);
        whole = true;
    }

    private void endSecond(List<Heard> heard) {
        SoundLevels levels = whole ? meter.end(Instant.ofEpochSecond(second)) : null;
        if (levels == null) {
            meter.begin();
        } else {
            count(levels, heard);
            heard.add(new Heard.Second(levels));
        }
        long next = second + 1;
        // the sender's clock leads, but never back over the border just passed
        zeroMicros += Math.max(-5_000, Math.min(5_000, lead));
        lead = 0;
        startSecond(next * 1e6 + 1);
    }

    private void count(SoundLevels levels, List<Heard> heard) {
        long now = Math.floorDiv(second, 60);
        if (now != minute) {
            minute = now;
            minuteSum = 0;
            minuteSeconds = 0;
        }
        minuteSum += Math.pow(10, levels.laeq() / 10);
        minuteSeconds++;
        if (Math.floorMod(second, 60) == 59 && minuteSeconds >= LEAST_SECONDS_OF_MINUTE) {
            double laeq = 10 * Math.log10(minuteSum / minuteSeconds);
            heard.add(new Heard.Minute(Instant.ofEpochSecond(minute * 60), laeq));
        }
    }

    private void tell(EventJudge.Found found, List<Heard> heard) {
        SoundEvent event = new SoundEvent(
                found.kind(), instant(found.from()), instant(found.to()), found.level(), found.confidence());
        if (!found.over() || found.kind() == SoundKind.BANG || found.kind() == SoundKind.GLASS) {
            heard.add(new Heard.Began(event));
        }
        if (found.over()) {
            heard.add(new Heard.Ended(event));
        }
    }

    private Instant instant(double seconds) {
        return Instant.EPOCH.plus(Math.round(zeroMicros + seconds * 1e6), ChronoUnit.MICROS);
    }
}

package org.vigilia.vision.sound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds alarms and screams in what the tones of the last seconds do. Either is told once when it is recognised, and again
 * when it is over. Not thread-safe.
 */
final class ToneWatch {

    private static final double ALARM_SECONDS = 5;
    private static final double SCREAM_SECONDS = 0.7;
    private static final double LOOK_SECONDS = 0.2;
    private static final double ALARM_REST_SECONDS = 4;
    private static final double SCREAM_REST_SECONDS = 1;
    private static final double LEAST_ROUGHNESS = 0.2;

    private final double frameSeconds;
    private final double leastLevel;
    private final Roughness roughness;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private @Nullable Going alarm;
    private @Nullable Going scream;
    private double lookAt;

    /** Something that goes on. */
    private static final class Going {
        private final SoundKind kind;
        private final double from;
        private double heard;
        private double level;
        private double confidence;

        Going(SoundKind kind, double from) {
            this.kind = kind;
            this.from = from;
        }

        void hear(double now, double newLevel, double newConfidence) {
            heard = now;
            level = Math.max(level, newLevel);
            confidence = Math.max(confidence, newConfidence);
        }

        Tone tone(boolean over) {
            return new Tone(kind, from, heard, level, confidence, over);
        }
    }

    /** What was found, or is over; times in seconds since the judge began to listen. */
    record Tone(SoundKind kind, double from, double to, double level, double confidence, boolean over) {}

    ToneWatch(double frameSeconds, double leastLevel, Roughness roughness) {
        this.frameSeconds = frameSeconds;
        this.leastLevel = leastLevel;
        this.roughness = roughness;
    }

    List<Tone> take(Frame frame) {
        frames.addLast(frame);
        while (frame.seconds() - frames.getFirst().seconds() > ALARM_SECONDS) {
            frames.removeFirst();
        }
        if (frame.seconds() < lookAt) {
            return List.of();
        }
        lookAt = frame.seconds() + LOOK_SECONDS;
        List<Tone> told = new ArrayList<>();
        List<Frame> all = List.copyOf(frames);
        alarm(all, frame.seconds(), told);
        scream(all, frame.seconds(), told);
        return told;
    }

    private void alarm(List<Frame> all, double now, List<Tone> told) {
        if (now - all.get(0).seconds() < ALARM_SECONDS - 0.5) {
            return;
        }
        TonePattern pattern = new TonePattern(all, frameSeconds);
        if (pattern.level() > leastLevel && pattern.alarm()) {
            Going going = alarm;
            if (going == null) {
                double from = all.stream()
                        .filter(Frame::tonal)
                        .mapToDouble(Frame::seconds)
                        .findFirst()
                        .orElse(now);
                going = new Going(SoundKind.ALARM, from);
                going.hear(now, pattern.level(), sure(pattern.tonality()));
                alarm = going;
                told.add(going.tone(false));
            }
            going.hear(now, pattern.level(), sure(pattern.tonality()));
        } else {
            alarm = ended(alarm, now, ALARM_REST_SECONDS, told);
        }
    }

    private static double sure(double tonality) {
        return 0.6 + 0.4 * Math.max(0, Math.min(1, (tonality - 0.65) / 0.3));
    }

    private static @Nullable Going ended(@Nullable Going going, double now, double rest, List<Tone> told) {
        if (going != null && now - going.heard > rest) {
            told.add(going.tone(true));
            return null;
        }
        return going;
    }

    private void scream(List<Frame> all, double now, List<Tone> told) {
        List<Frame> last = all.stream()
                .filter(frame -> frame.seconds() > now - SCREAM_SECONDS)
                .toList();
        TonePattern pattern = new TonePattern(last, frameSeconds);
        double above = last.stream().mapToDouble(Frame::above).average().orElse(0);
        double loud = last.stream().mapToDouble(Frame::loud).average().orElse(0);
        boolean voice = pattern.share() > 0.85
                && pattern.tonality() > 0.78
                && pattern.moving() > 0.4
                && pattern.pitchHz() > 380
                && pattern.pitchHz() < 2400
                && pattern.smooth() > 0.9
                && pattern.range() > 0.015
                && pattern.range() < 0.8
                && above > 14
                && pattern.level() > leastLevel;
        double depth = voice && alarm == null ? roughness.depth() : 0;
        if (depth > LEAST_ROUGHNESS && (loud > 4 || scream != null)) {
            double confidence = 0.5 + 0.5 * Math.min(1, (depth - LEAST_ROUGHNESS) / 0.3);
            Going going = scream;
            if (going == null) {
                going = new Going(SoundKind.SCREAM, last.get(0).seconds());
                going.hear(now, pattern.level(), confidence);
                scream = going;
                told.add(going.tone(false));
            }
            going.hear(now, pattern.level(), confidence);
        } else {
            scream = ended(scream, now, SCREAM_REST_SECONDS, told);
        }
    }

    /** After a gap in the sound: what went on is over. */
    List<Tone> reset() {
        List<Tone> told = new ArrayList<>();
        for (Going going : new Going[] {alarm, scream}) {
            if (going != null) {
                told.add(going.tone(true));
            }
        }
        alarm = null;
        scream = null;
        frames.clear();
        lookAt = 0;
        return told;
    }
}

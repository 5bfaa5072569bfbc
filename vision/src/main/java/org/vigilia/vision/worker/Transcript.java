package org.vigilia.vision.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.vision.sound.Heard;
import org.vigilia.vision.sound.SoundEvent;
import org.vigilia.vision.sound.SoundKind;
import org.vigilia.vision.sound.SoundLevels;

/**
 * Turns what was heard into observations of the datastreams there are. Levels are calibrated as their datastream says; one
 * that has no calibration says so beside each value. An event is its confidence at the time it began, with what it was
 * beside it, and 0 when it is over. Not thread-safe.
 */
final class Transcript {

    private static final String UNCALIBRATED = "{\"calibrated\":false}";

    private final Map<SoundKind, Integer> going = new EnumMap<>(SoundKind.class);

    /** @param cards datastreams by the name of their channel */
    List<Observation> write(List<Heard> heard, Map<String, DatastreamCard> cards) {
        List<Observation> out = new ArrayList<>();
        for (Heard each : heard) {
            if (each instanceof Heard.Second second) {
                levels(second.levels(), cards, out);
            } else if (each instanceof Heard.Minute minute) {
                level(cards.get(SoundChannel.LAEQ_MINUTE), minute.at(), 60, minute.laeq(), out);
            } else if (each instanceof Heard.Began began) {
                began(began.event(), cards, out);
            } else if (each instanceof Heard.Ended ended) {
                ended(ended.event(), cards, out);
            }
        }
        return out;
    }

    private static void levels(SoundLevels levels, Map<String, DatastreamCard> cards, List<Observation> out) {
        level(cards.get(SoundChannel.LAEQ), levels.at(), 1, levels.laeq(), out);
        level(cards.get(SoundChannel.LAF_MAX), levels.at(), 1, levels.lafMax(), out);
        level(cards.get(SoundChannel.LC_PEAK), levels.at(), 1, levels.lcPeak(), out);
        levels.octaves().forEach((band, value) -> level(cards.get(SoundChannel.of(band)), levels.at(), 1, value, out));
    }

    private static void level(
            @Nullable DatastreamCard card, Instant at, long seconds, double raw, List<Observation> out) {
        if (card == null) {
            return;
        }
        Calibration calibration = card.calibrationAt(at);
        double value = tenths(calibration == null ? raw : calibration.apply(raw));
        int quality = value < card.min() || value > card.max() ? QualityFlag.OUT_OF_RANGE.bit() : 0;
        String extra = calibration == null ? UNCALIBRATED : "{\"raw\":" + tenths(raw) + "}";
        out.add(new Observation(card.id(), at, at.plusSeconds(seconds), null, value, null, quality, extra, 0));
    }

    /** A sound level meter shows tenths; more would only be noise. */
    private static double tenths(double decibels) {
        return Math.round(decibels * 10) / 10.0;
    }

    private void began(SoundEvent event, Map<String, DatastreamCard> cards, List<Observation> out) {
        going.merge(event.kind(), 1, Integer::sum);
        DatastreamCard levels = cards.get(SoundChannel.LAEQ);
        Calibration calibration = levels == null ? null : levels.calibrationAt(event.at());
        String extra = String.format(
                Locale.ROOT,
                "{\"event\":\"%s\",\"levelDb\":%.1f,\"calibrated\":%b}",
                event.kind(),
                calibration == null ? event.levelDb() : calibration.apply(event.levelDb()),
                calibration != null);
        double confidence = Math.round(event.confidence() * 100) / 100.0;
        for (String channel : List.of(SoundChannel.EVENT, SoundChannel.of(event.kind()))) {
            DatastreamCard card = cards.get(channel);
            if (card != null) {
                out.add(new Observation(card.id(), event.at(), null, null, confidence, null, 0, extra, 0));
            }
        }
    }

    private void ended(SoundEvent event, Map<String, DatastreamCard> cards, List<Observation> out) {
        going.merge(event.kind(), -1, Integer::sum);
        Instant at =
                event.until().isAfter(event.at()) ? event.until() : event.at().plusMillis(1);
        DatastreamCard own = cards.get(SoundChannel.of(event.kind()));
        if (own != null && going.getOrDefault(event.kind(), 0) == 0) {
            out.add(new Observation(own.id(), at, 0));
        }
        DatastreamCard any = cards.get(SoundChannel.EVENT);
        if (any != null && going.values().stream().allMatch(count -> count == 0)) {
            out.add(new Observation(any.id(), at, 0));
        }
    }
}

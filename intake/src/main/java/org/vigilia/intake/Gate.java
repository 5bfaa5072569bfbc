package org.vigilia.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.intake.mapping.Reading;

/**
 * Decides about readings: which become observations, calibrated and with their quality, and which are refused and why.
 *
 * <p>The time that a device tells is kept even when its clock is wrong (it is flagged): it is half of the key by which a
 * message that is sent again is recognised. Only times that no clock can mean, before the year 2000 or more than a day
 * ahead, are refused. Nothing here waits. Safe for many threads.
 */
public final class Gate {

    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration MAX_AHEAD = Duration.ofDays(1);
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofMinutes(10);
    private static final int MAX_BUCKETS = 50_000;

    private final Directory directory;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Bucket> devices = new ConcurrentHashMap<>();
    private final Map<AgencyId, Bucket> agencies = new ConcurrentHashMap<>();

    public Gate(Directory directory, Limits limits, Clock clock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What became of readings.
     *
     * @param accepted in their order
     * @param refused the others, but not incidental ones
     * @param rest how long the sender should be made to wait because it is too fast; zero for not at all
     */
    public record Sorted(List<Observation> accepted, List<Refusal> refused, Duration rest) {}

    /** Decides about the readings of one message. */
    public Sorted sort(List<Reading> readings, Sender sender) {
        Instant now = clock.instant();
        List<Observation> accepted = new ArrayList<>(readings.size());
        List<Refusal> refused = new ArrayList<>(0);
        List<DatastreamCard> cards = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            Directory.Entry entry = directory.find(reading.origin());
            if (entry == null) {
                if (!reading.origin().incidental()) {
                    refused.add(unknown(reading, sender));
                }
                continue;
            }
            DatastreamCard card = entry.card();
            Refusal refusal = refusal(reading, card, sender, now);
            if (refusal == null) {
                accepted.add(observation(reading, entry, card, now));
                cards.add(card);
            } else if (!reading.origin().incidental()) {
                refused.add(refusal);
            }
        }
        return limit(accepted, cards, refused, sender);
    }

    /** Which of the readings would be refused, without taking any and without counting them. */
    public List<Refusal> check(List<Reading> readings, Sender sender) {
        Instant now = clock.instant();
        List<Refusal> refused = new ArrayList<>(0);
        for (Reading reading : readings) {
            Directory.Entry entry = directory.find(reading.origin());
            Refusal refusal = entry == null ? unknown(reading, sender) : refusal(reading, entry.card(), sender, now);
            if (refusal != null) {
                refused.add(refusal);
            }
        }
        return refused;
    }

    /** Charges each device for its readings, which stand together in a message. */
    private Sorted limit(List<Observation> accepted, List<DatastreamCard> cards, List<Refusal> refused, Sender sender) {
        long rest = 0;
        List<Observation> kept = null;
        for (int from = 0, to; from < accepted.size(); from = to) {
            DatastreamCard card = cards.get(from);
            to = from + 1;
            while (to < accepted.size() && Objects.equals(cards.get(to).device(), card.device())) {
                to++;
            }
            long one = charge(card, to - from, sender);
            rest = Math.max(rest, one);
            if (one < 0) {
                kept = kept == null ? new ArrayList<>(accepted.subList(0, from)) : kept;
                String reason = tooFast(card);
                refused.addAll(Collections.nCopies(
                        to - from, new Refusal(null, Refusal.Kind.TOO_FAST, reason, card.agency())));
            } else if (kept != null) {
                kept.addAll(accepted.subList(from, to));
            }
        }
        return new Sorted(kept == null ? accepted : kept, refused, Duration.ofNanos(rest));
    }

    private static String tooFast(DatastreamCard card) {
        return (card.device() == null ? "datastream " + card.id() : "the device '" + card.device() + "'")
                + " or its agency sends faster than it may; send less often, or raise the limit in the settings";
    }

    private Refusal unknown(Reading reading, Sender sender) {
        Reading.Origin origin = reading.origin();
        if (origin.datastream() > 0) {
            return new Refusal(
                    reading,
                    Refusal.Kind.UNKNOWN_CHANNEL,
                    "there is no datastream " + origin.datastream(),
                    sender.agency());
        }
        if (!directory.knows(origin.device())) {
            return new Refusal(
                    reading,
                    Refusal.Kind.UNKNOWN_DEVICE,
                    "there is no device '" + origin.device() + "'; add it under Data, Add sensors, and try again",
                    sender.agency());
        }
        DeviceAccess access = directory.device(origin.device());
        return new Refusal(
                reading,
                Refusal.Kind.UNKNOWN_CHANNEL,
                "the device '" + origin.device() + "' has no channel '" + origin.channel()
                        + "'; add it on the sensor's page, and try again",
                access == null ? sender.agency() : access.agency());
    }

    private static @Nullable Refusal refusal(Reading reading, DatastreamCard card, Sender sender, Instant now) {
        Refusal.Kind kind;
        String reason;
        if (!sender.mayWrite(card)) {
            // the agency of the sender is told, never that of the datastream: the latter's operators learn it elsewhere
            return new Refusal(
                    reading,
                    Refusal.Kind.NOT_ALLOWED,
                    "the sender may not write " + reading.origin() + ": "
                            + (sender.device() == null
                                    ? "it is not of its agency"
                                    : "a device writes only its own values; a gateway may write for others"),
                    sender.agency());
        }
        if (!card.enabled()) {
            kind = Refusal.Kind.DISABLED;
            reason = reading.origin() + " is switched off";
        } else if (reading.at().isBefore(OLDEST)) {
            kind = Refusal.Kind.BAD_TIME;
            reason = "the time " + reading.at() + " is before the year 2000: the device's clock is not set";
        } else if (reading.at().isAfter(now.plus(MAX_AHEAD))) {
            kind = Refusal.Kind.BAD_TIME;
            reason = "the time " + reading.at() + " is more than a day ahead: the device's clock is wrong";
        } else {
            return unusable(reading, card);
        }
        return new Refusal(reading, kind, reason, card.agency());
    }

    private static @Nullable Refusal unusable(Reading reading, DatastreamCard card) {
        String text = reading.text();
        if (text == null) {
            return Double.isFinite(reading.value())
                    ? null
                    : new Refusal(
                            reading,
                            Refusal.Kind.NOT_A_NUMBER,
                            reading.origin() + " is not a finite number: " + reading.value(),
                            card.agency());
        }
        boolean yesNo = text.equals("true") || text.equals("false");
        return card.quantity() == Quantity.OTHER || yesNo
                ? null
                : new Refusal(
                        reading,
                        Refusal.Kind.NOT_A_NUMBER,
                        reading.origin() + " must be a number, but is "
                                + (text.length() > 80 ? text.substring(0, 80) + "…" : text),
                        card.agency());
    }

    private static Observation observation(Reading reading, Directory.Entry entry, DatastreamCard card, Instant now) {
        Instant at = reading.at();
        double value = reading.value();
        int bits = reading.doubt() ? QualityFlag.DEVICE_DOUBT.bit() : 0;
        if (at.isAfter(now.plus(SKEW))) {
            bits |= QualityFlag.CLOCK_SKEW.bit();
        } else if (at.isBefore(now.minus(LATE))) {
            bits |= QualityFlag.LATE.bit();
        }
        Reading.Details details = reading.details();
        String extra = details == null ? null : details.extra();
        if (reading.text() == null) {
            Calibration calibration = card.calibrations().isEmpty() ? null : card.calibrationAt(at);
            if (calibration != null) {
                extra = withRaw(extra, value, calibration.version());
                value = calibration.apply(value);
            }
            bits |= entry.judge(card, at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000, reading.value(), value);
        }
        return new Observation(
                card.id(),
                at,
                details == null ? null : details.until(),
                details == null ? null : details.resultTime(),
                value,
                reading.text(),
                bits,
                extra,
                0);
    }

    /** Adds the raw value to a JSON object's text. */
    private static String withRaw(@Nullable String extra, double raw, int version) {
        String own = "\"raw\":" + raw + ",\"calibration\":" + version + "}";
        return extra == null || extra.equals("{}") ? "{" + own : extra.substring(0, extra.length() - 1) + "," + own;
    }

    /** How long to rest in nanoseconds, or -1 when the readings are too many and the sender cannot wait. */
    private long charge(DatastreamCard card, int count, Sender sender) {
        long now = System.nanoTime();
        String name = card.device() == null ? "#" + card.id() : card.device();
        if (devices.size() > MAX_BUCKETS) {
            devices.clear();
        }
        Bucket device = devices.computeIfAbsent(name, x -> new Bucket(limits.devicePerSecond(), now));
        Bucket agency = card.agency() == null
                ? null
                : agencies.computeIfAbsent(card.agency(), x -> new Bucket(limits.agencyPerSecond(), now));
        if (sender.waits()) {
            long rest = device.takeAnyway(count, now);
            return agency == null ? rest : Math.max(rest, agency.takeAnyway(count, now));
        }
        return device.take(count, now) && (agency == null || agency.take(count, now)) ? 0 : -1;
    }
}

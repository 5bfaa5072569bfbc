package org.vigilia.server.sensing.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/** Devices as screens see them. */
@Component
class DeviceViews {

    private final Fleet fleet;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    DeviceViews(Fleet fleet, JdbcTemplate jdbc, Clock clock) {
        this.fleet = fleet;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record DeviceAgency(AgencyId id, String name) {}

    /**
     * The newest value of a channel.
     *
     * @param receivedAt when it was stored
     * @param value null when it is no number
     * @param text JSON, when it is no number
     */
    record NewestView(
            Instant at,
            Instant receivedAt,
            @Nullable Double value,
            @Nullable String text,
            Set<QualityFlag> quality) {}

    record CalibrationView(
            int version,
            Instant from,
            double gain,
            double offset,
            @Nullable String reference) {}

    /**
     * A value a device sends.
     *
     * @param min smallest plausible value; null: any
     * @param max greatest plausible value; null: any
     * @param silenceSeconds 0: never silent
     */
    record ChannelView(
            long datastream,
            String channel,
            String name,
            Quantity quantity,
            String unit,
            @Nullable Double min,
            @Nullable Double max,
            double silenceSeconds,
            @Nullable NewestView newest,
            List<CalibrationView> calibrations) {}

    /** The value its colour shows. */
    record MainView(
            long datastream,
            Quantity quantity,
            String unit,
            @Nullable Instant at,
            @Nullable Double value,
            @Nullable String text,
            Set<QualityFlag> quality) {}

    /** A line of the list. */
    record DeviceRow(
            String id,
            String name,
            SensorKind kind,
            DeviceAgency agency,
            @Nullable GeoPoint location,
            Fleet.State state,
            @Nullable Instant lastSeen,
            boolean enabled,
            @Nullable MainView main,
            @Nullable Double batteryPercent,
            @Nullable Double signalDbm) {}

    /**
     * All there is to know of a device.
     *
     * @param thing its number among the Things of SensorThings
     * @param certificate SHA-256 of its client certificate, hex
     * @param clockSkewSeconds by how much its clock is behind, where that is doubtful; else null
     */
    record DeviceView(
            String id,
            String name,
            SensorKind kind,
            DeviceAgency agency,
            @Nullable GeoPoint location,
            Fleet.State state,
            @Nullable Instant lastSeen,
            boolean enabled,
            @Nullable MainView main,
            @Nullable Double batteryPercent,
            @Nullable Double signalDbm,
            long thing,
            String mapping,
            boolean gateway,
            String topic,
            String mqttUser,
            boolean hasPassword,
            @Nullable String certificate,
            @Nullable Double clockSkewSeconds,
            long observationsToday,
            long flaggedToday,
            List<ChannelView> channels) {}

    DeviceRow row(Fleet.Device device) {
        Fleet.Card card = device.card();
        return new DeviceRow(
                card.id(),
                card.name(),
                card.kind(),
                new DeviceAgency(card.agency(), card.agencyName()),
                card.location(),
                device.state(),
                lastSeen(card),
                card.enabled(),
                main(card),
                reading(card, Quantity.BATTERY),
                reading(card, Quantity.SIGNAL));
    }

    DeviceView whole(Fleet.Device device) {
        DeviceRow row = row(device);
        Fleet.Card card = device.card();
        Map<Long, List<CalibrationView>> calibrations = calibrations(
                card.channels().stream().mapToLong(Fleet.Channel::datastream).toArray());
        List<ChannelView> channels = new ArrayList<>();
        for (Fleet.Channel channel : card.channels()) {
            channels.add(channel(channel, calibrations.getOrDefault(channel.datastream(), List.of())));
        }
        long[] today = today(card);
        return new DeviceView(
                row.id,
                row.name,
                row.kind,
                row.agency,
                row.location,
                row.state,
                row.lastSeen,
                row.enabled,
                row.main,
                row.batteryPercent,
                row.signalDbm,
                card.thing(),
                card.mapping(),
                card.gateway(),
                topic(card.id()),
                card.id(),
                card.hasPassword(),
                card.certificate(),
                skew(card),
                today[0],
                today[1],
                channels);
    }

    static String topic(String device) {
        return "vigilia/" + device + "/observations";
    }

    ChannelView channel(Fleet.Channel channel, List<CalibrationView> calibrations) {
        boolean any = channel.min() <= -Double.MAX_VALUE;
        boolean unbounded = channel.max() >= Double.MAX_VALUE;
        return new ChannelView(
                channel.datastream(),
                channel.channel(),
                channel.name(),
                channel.quantity(),
                channel.unit(),
                any ? null : channel.min(),
                unbounded ? null : channel.max(),
                channel.silenceSeconds(),
                newest(channel.datastream()),
                calibrations);
    }

    /** A datastream as a channel, whether a device feeds it or not. */
    Optional<ChannelView> channel(long datastream) {
        List<Fleet.Channel> found = jdbc.query(
                "select id, name, properties ->> 'channel' channel, properties ->> 'quantity' quantity,"
                        + " unit ->> 'symbol' unit, cast(properties ->> 'min' as double precision) low,"
                        + " cast(properties ->> 'max' as double precision) high,"
                        + " cast(properties ->> 'silenceSeconds' as double precision) silence"
                        + " from sta_datastream where id = ?",
                (row, n) -> Fleet.channel(row),
                datastream);
        return found.stream()
                .findFirst()
                .map(c -> channel(c, calibrations(new long[] {datastream}).getOrDefault(datastream, List.of())));
    }

    @Nullable
    NewestView newest(long datastream) {
        return fleet.newest(datastream)
                .map(n -> new NewestView(
                        n.at(),
                        n.receivedAt(),
                        Double.isNaN(n.value()) ? null : n.value(),
                        n.text(),
                        QualityFlag.of(n.quality())))
                .orElse(null);
    }

    private @Nullable Instant lastSeen(Fleet.Card card) {
        Instant last = null;
        for (Fleet.Channel channel : card.channels()) {
            Newest value = fleet.newest(channel.datastream()).orElse(null);
            if (value != null && (last == null || value.at().isAfter(last))) {
                last = value.at();
            }
        }
        return last;
    }

    @Nullable
    MainView main(Fleet.Card card) {
        Fleet.Channel channel = card.main();
        if (channel == null) {
            return null;
        }
        NewestView value = newest(channel.datastream());
        return new MainView(
                channel.datastream(),
                channel.quantity(),
                channel.unit(),
                value == null ? null : value.at,
                value == null ? null : value.value,
                value == null ? null : value.text,
                value == null ? Set.of() : value.quality);
    }

    private @Nullable Double reading(Fleet.Card card, Quantity quantity) {
        for (Fleet.Channel channel : card.channels()) {
            if (channel.quantity() == quantity) {
                NewestView value = newest(channel.datastream());
                return value == null ? null : value.value;
            }
        }
        return null;
    }

    private @Nullable Double skew(Fleet.Card card) {
        for (Fleet.Channel channel : card.channels()) {
            Newest value = fleet.newest(channel.datastream()).orElse(null);
            if (value != null && (value.quality() & QualityFlag.CLOCK_SKEW.bit()) != 0) {
                return Duration.between(value.at(), value.receivedAt()).toMillis() / 1_000.0;
            }
        }
        return null;
    }

    private long[] today(Fleet.Card card) {
        long[] ids =
                card.channels().stream().mapToLong(Fleet.Channel::datastream).toArray();
        long[] counts = {0, 0};
        jdbc.query(
                "select count(*), count(*) filter (where quality <> 0) from facts.observation"
                        + " where datastream = any(?) and at >= ?",
                row -> {
                    counts[0] = row.getLong(1);
                    counts[1] = row.getLong(2);
                },
                ids,
                clock.instant().truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC));
        return counts;
    }

    private Map<Long, List<CalibrationView>> calibrations(long[] datastreams) {
        Map<Long, List<CalibrationView>> all = new HashMap<>();
        jdbc.query(
                "select datastream_id, version, from_at, gain, zero, reference from sensing_calibration"
                        + " where datastream_id = any(?) order by version",
                row -> {
                    all.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new CalibrationView(
                                    row.getInt(2),
                                    row.getTimestamp(3).toInstant(),
                                    row.getDouble(4),
                                    row.getDouble(5),
                                    row.getString(6)));
                },
                datastreams);
        return all;
    }
}

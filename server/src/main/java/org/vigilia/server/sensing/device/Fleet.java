package org.vigilia.server.sensing.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import org.vigilia.server.sensing.things.ThingsChanged;

/**
 * All devices of the city in memory with their newest values and states, so that ten thousand of them can be listed, filtered
 * and followed by every open map. Read anew from the database when something of them changed here, and every five seconds
 * because another server may have changed it. Safe for use by many threads.
 */
@Component
public class Fleet {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final int MAX_REMOVED = 2_000;
    private static final Duration ANYWAY = Duration.ofSeconds(5);

    private static final String DEVICES = """
            select v.*, a.name agency_name, t.name, l.longitude, l.latitude
            from sensing_device v join agency a on a.id = v.agency_id join sta_thing t on t.id = v.thing_id
            left join lateral (select (l.west + l.east) / 2 longitude, (l.south + l.north) / 2 latitude
                from sta_thing_location tl join sta_location l on l.id = tl.location_id
                where tl.thing_id = v.thing_id and l.west is not null order by l.id limit 1) l on true
            order by v.id""";
    private static final String CHANNELS = """
            select d.id, d.name, d.properties ->> 'device' device, d.properties ->> 'channel' channel,
                d.properties ->> 'quantity' quantity, d.unit ->> 'symbol' unit,
                cast(d.properties ->> 'min' as double precision) low,
                cast(d.properties ->> 'max' as double precision) high,
                cast(d.properties ->> 'silenceSeconds' as double precision) silence
            from sta_datastream d join sensing_device v on v.id = d.properties ->> 'device'
            where d.properties ->> 'channel' is not null order by d.id""";

    private final JdbcTemplate jdbc;
    private final NewestTail newest;
    private final Clock clock;
    private final String instance = FreshId.of("f");
    private final AtomicLong tick = new AtomicLong(1);
    private final Deque<Removed> removed = new ArrayDeque<>();
    private final Object lock = new Object();
    private volatile Map<String, Device> devices = Map.of();
    private volatile Map<Long, Device> byDatastream = Map.of();
    /** Counts what has changed; what was loaded is as new as the count that was read before. */
    private final AtomicLong changes = new AtomicLong(1);

    private volatile long loadedChanges;
    private volatile boolean ready;
    private volatile Instant loadedAt = Instant.EPOCH;
    private long forgotten;

    Fleet(JdbcTemplate jdbc, NewestTail newest, Clock clock) {
        this.jdbc = jdbc;
        this.newest = newest;
        this.clock = clock;
        newest.onChange(this::changed);
    }

    private record Removed(String id, AgencyId agency, long tick) {}

    /** Order in which a list shows them: what needs attention last to first by its number. */
    public enum State {
        OK,
        DOUBTFUL,
        SILENT,
        NEVER,
        OFF
    }

    /** A value a device sends. */
    public record Channel(
            long datastream,
            String channel,
            String name,
            Quantity quantity,
            String unit,
            double min,
            double max,
            double silenceSeconds) {}

    /** What is entered of a device; it never changes, a change makes a new one. */
    public record Card(
            String id,
            String name,
            SensorKind kind,
            AgencyId agency,
            String agencyName,
            @Nullable GeoPoint location,
            long thing,
            String mapping,
            boolean gateway,
            boolean enabled,
            boolean hasPassword,
            @Nullable String certificate,
            List<Channel> channels) {

        /** The first quantity of its kind that it has, else its first channel; null when it has none. */
        @Nullable
        Channel main() {
            for (Quantity quantity : kind.quantities()) {
                for (Channel channel : channels) {
                    if (channel.quantity == quantity) {
                        return channel;
                    }
                }
            }
            return channels.isEmpty() ? null : channels.get(0);
        }
    }

    /** A device and when it last looked different. */
    public static final class Device {

        private final Card card;
        private volatile long tick;
        private volatile State state = State.NEVER;

        Device(Card card, long tick) {
            this.card = card;
            this.tick = tick;
        }

        public Card card() {
            return card;
        }

        /** Grows with every change that a map would show. */
        long tick() {
            return tick;
        }

        State state() {
            return state;
        }
    }

    @EventListener
    void databaseReady(DatabaseReady event) {
        ready = true;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void thingsChanged(ThingsChanged event) {
        changes.incrementAndGet();
    }

    private void changed(Set<Long> datastreams) {
        Map<Long, Device> known = byDatastream;
        Instant now = clock.instant();
        long next = tick.incrementAndGet();
        for (Long id : datastreams) {
            Device device = known.get(id);
            if (device != null) {
                device.state = state(device.card, now);
                device.tick = next;
            }
        }
    }

    /** Silence comes without any event. */
    @Scheduled(fixedDelay = 1_000)
    void watch() {
        if (!ready) {
            return;
        }
        try {
            refresh();
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("devices wait");
            return;
        }
        Instant now = clock.instant();
        long next = tick.incrementAndGet();
        for (Device device : devices.values()) {
            State state = state(device.card, now);
            if (state != device.state) {
                device.state = state;
                device.tick = next;
            }
        }
    }

    private void refresh() {
        if (!ready) {
            return;
        }
        if (fresh()) {
            return;
        }
        synchronized (lock) {
            if (!fresh()) {
                long seen = changes.get();
                load();
                loadedChanges = seen;
            }
        }
    }

    private boolean fresh() {
        return loadedChanges == changes.get()
                && Duration.between(loadedAt, clock.instant()).compareTo(ANYWAY) < 0;
    }

    private void load() {
        Map<String, List<Channel>> channels = new HashMap<>();
        jdbc.query(CHANNELS, row -> {
            channels.computeIfAbsent(String.valueOf(row.getString("device")), id -> new ArrayList<>())
                    .add(channel(row));
        });
        Map<String, Device> before = devices;
        Map<String, Device> after = new LinkedHashMap<>();
        Map<Long, Device> ids = new HashMap<>();
        long next = tick.incrementAndGet();
        Instant now = clock.instant();
        jdbc.query(DEVICES, row -> {
            Card card = card(row, channels.getOrDefault(row.getString("id"), List.of()));
            Device known = before.get(card.id);
            Device device = known != null && known.card.equals(card) ? known : new Device(card, next);
            device.state = state(card, now);
            after.put(card.id, device);
            card.channels.forEach(c -> ids.put(c.datastream, device));
        });
        before.values().stream().filter(d -> !after.containsKey(d.card.id)).forEach(d -> {
            removed.addLast(new Removed(d.card.id, d.card.agency, next));
        });
        while (removed.size() > MAX_REMOVED) {
            forgotten = removed.removeFirst().tick;
        }
        devices = after;
        byDatastream = ids;
        loadedAt = now;
    }

    /** @param row with id, name, channel, quantity, unit, low, high and silence */
    static Channel channel(ResultSet row) throws SQLException {
        String named = row.getString("channel");
        String channel = named == null ? "" : named;
        Quantity quantity = quantity(row.getString("quantity"), channel);
        String unit = row.getString("unit");
        return new Channel(
                row.getLong("id"),
                channel,
                row.getString("name"),
                quantity,
                unit == null ? quantity.unit() : unit,
                number(row, "low", quantity.min()),
                number(row, "high", quantity.max()),
                number(row, "silence", quantity.usualSilence()));
    }

    private static Quantity quantity(@Nullable String name, String channel) {
        for (Quantity quantity : Quantity.values()) {
            if (quantity.name().equals(name)) {
                return quantity;
            }
        }
        return Quantity.ofChannel(channel).orElse(Quantity.OTHER);
    }

    private static double number(ResultSet row, String column, double usual) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? usual : value;
    }

    private static Card card(ResultSet row, List<Channel> channels) throws SQLException {
        double latitude = row.getDouble("latitude");
        GeoPoint at = row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
        return new Card(
                row.getString("id"),
                row.getString("name"),
                SensorKind.valueOf(row.getString("kind")),
                new AgencyId(row.getString("agency_id")),
                row.getString("agency_name"),
                at,
                row.getLong("thing_id"),
                row.getString("mapping"),
                row.getBoolean("gateway"),
                row.getBoolean("enabled"),
                row.getString("password_hash") != null,
                row.getString("certificate"),
                List.copyOf(channels));
    }

    /** The worst of its channels; battery and radio signal are about the device, their silence does not count. */
    private State state(Card card, Instant now) {
        if (!card.enabled) {
            return State.OFF;
        }
        State worst = State.OK;
        boolean any = false;
        for (Channel channel : card.channels) {
            Newest value = newest.find(channel.datastream).orElse(null);
            if (value == null) {
                continue;
            }
            any = true;
            boolean silent = channel.silenceSeconds > 0
                    && channel.quantity != Quantity.BATTERY
                    && channel.quantity != Quantity.SIGNAL
                    && Duration.between(value.at(), now).toMillis() > channel.silenceSeconds * 1_000;
            boolean doubtful = org.vigilia.contract.sensing.QualityFlag.unusable(value.quality());
            State state = silent ? State.SILENT : doubtful ? State.DOUBTFUL : State.OK;
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
        return any ? worst : State.NEVER;
    }

    public Optional<Newest> newest(long datastream) {
        return newest.find(datastream);
    }

    /** Of one agency, or of all, by id. */
    public List<Device> list(Optional<AgencyId> agency) {
        refresh();
        return devices.values().stream()
                .filter(d -> agency.isEmpty() || agency.get().equals(d.card.agency))
                .toList();
    }

    public Optional<Device> find(String id) {
        refresh();
        return Optional.ofNullable(devices.get(id));
    }

    /** The device whose channel a datastream is; empty for datastreams that no device feeds. */
    public Optional<Device> ofDatastream(long datastream) {
        refresh();
        return Optional.ofNullable(byDatastream.get(datastream));
    }

    /** Makes the next look read everything anew: for who has met something that should be known by now. */
    public void expire() {
        changes.incrementAndGet();
    }

    /** Where a client stands now; see {@link #since(String)}. */
    String cursor() {
        return instance + ":" + tick.get();
    }

    /** The number in a cursor; empty when it is not one of this server, or too old. */
    Optional<Long> since(String cursor) {
        String[] parts = cursor.split(":", 2);
        if (parts.length != 2 || !parts[0].equals(instance) || !parts[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts[1]);
        synchronized (lock) {
            return number < forgotten ? Optional.empty() : Optional.of(number);
        }
    }

    /** Devices that are gone since. */
    List<String> removedSince(long number, Optional<AgencyId> agency) {
        synchronized (lock) {
            return removed.stream()
                    .filter(r ->
                            r.tick > number && (agency.isEmpty() || agency.get().equals(r.agency)))
                    .map(Removed::id)
                    .filter(id -> !devices.containsKey(id))
                    .toList();
        }
    }
}

package org.vigilia.server.sensing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.sensing.things.ThingsChanged;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the other processes what they must know of datastreams and devices, right after the commit and again every half
 * second until it is done: a change and its mark "not told" are one transaction. Also removes the observations of
 * datastreams that are gone.
 */
@Component
class CardPublisher implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CardPublisher.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final int BATCH = 2_000;

    private static final String DATASTREAMS = """
            select d.id, d.agency_id, d.name, cast(d.properties as text) properties, d.unit ->> 'symbol' unit,
                d.unit ->> 'name' unit_name, d.card_wanted, p.name property, p.definition, p.description described,
                v.kind, coalesce(v.enabled, true) enabled, l.longitude, l.latitude
            from sta_datastream d
            left join sta_observed_property p on p.id = d.observed_property_id
            left join sensing_device v on v.id = d.properties ->> 'device'
            left join lateral (select (l.west + l.east) / 2 longitude, (l.south + l.north) / 2 latitude
                from sta_thing_location tl join sta_location l on l.id = tl.location_id
                where tl.thing_id = d.thing_id and l.west is not null order by l.id limit 1) l on true
            where d.card_done < d.card_wanted order by d.id limit\s""" + BATCH;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Cards<DatastreamCard> datastreams;
    private final Cards<DeviceAccess> devices;
    private final ObservationLog observations;
    /** Its own thread: the transaction that told of the change still holds its connection. */
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sensing-cards");
        thread.setDaemon(true);
        return thread;
    });

    /** Apart from it: removing the observations of a busy datastream takes minutes, and new devices must not wait for it. */
    private final ScheduledExecutorService cleaner = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sensing-removals");
        thread.setDaemon(true);
        return thread;
    });

    CardPublisher(JdbcTemplate jdbc, JsonMapper json, FactStore facts) {
        this.jdbc = jdbc;
        this.json = json;
        this.datastreams = facts.datastreams();
        this.devices = facts.devices();
        this.observations = facts.observations();
    }

    @EventListener(DatabaseReady.class)
    void start() {
        worker.scheduleWithFixedDelay(this::publishAll, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        cleaner.scheduleWithFixedDelay(
                () -> attempt("removals", this::removeDatastreams), 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @TransactionalEventListener
    void changed(ThingsChanged change) {
        worker.execute(this::publishAll);
    }

    private void publishAll() {
        attempt("cards", () -> {
            removeDevices();
            publishDevices();
            while (publishDatastreams()) {
                // there are more
            }
        });
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException | LogUnavailable e) {
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("reason", e.getMessage())
                    .log("sensing waits");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("what", what).setCause(e).log("sensing cannot go on");
        }
    }

    private record Told<T>(T card, long wanted) {}

    private boolean publishDatastreams() {
        List<Told<DatastreamCard>> cards = jdbc.query(DATASTREAMS, (row, n) -> datastream(row));
        if (cards.isEmpty()) {
            return false;
        }
        Map<Long, List<Calibration>> calibrations =
                calibrations(cards.stream().mapToLong(c -> c.card.id().value()).toArray());
        Map<String, DatastreamCard> bodies = new LinkedHashMap<>();
        for (Told<DatastreamCard> told : cards) {
            DatastreamCard card = told.card;
            bodies.put(
                    card.id().toString(),
                    with(card, calibrations.getOrDefault(card.id().value(), List.of())));
        }
        datastreams.putAll(bodies);
        jdbc.batchUpdate(
                "update sta_datastream set card_done = greatest(card_done, ?) where id = ?",
                cards.stream()
                        .map(c -> new Object[] {c.wanted, c.card.id().value()})
                        .toList());
        return cards.size() == BATCH;
    }

    private Told<DatastreamCard> datastream(ResultSet row) throws SQLException {
        String text = row.getString("properties");
        JsonNode properties = text == null ? json.createObjectNode() : json.readTree(text);
        String channel = text(properties, "channel");
        Quantity quantity = CardMaker.quantity(text(properties, "quantity"), channel, words(row));
        String stated = text(properties, "kind");
        String unit = row.getString("unit");
        double latitude = row.getDouble("latitude");
        GeoPoint place = row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
        DatastreamCard card = new DatastreamCard(
                new DatastreamId(row.getLong("id")),
                new AgencyId(row.getString("agency_id")),
                row.getString("name"),
                text(properties, "device"),
                channel,
                CardMaker.kind(stated == null ? row.getString("kind") : stated, quantity),
                quantity,
                unit == null ? quantity.unit() : unit,
                place,
                0,
                number(properties, "min", quantity.min()),
                number(properties, "max", quantity.max()),
                number(properties, "silenceSeconds", quantity.usualSilence()),
                List.of(),
                row.getBoolean("enabled") && properties.path("enabled").asBoolean(true));
        return new Told<>(card, row.getLong("card_wanted"));
    }

    private static List<String> words(ResultSet row) throws SQLException {
        List<String> words = new ArrayList<>();
        for (String column : List.of("property", "definition", "described", "name")) {
            String word = row.getString(column);
            if (word != null) {
                words.add(word);
            }
        }
        return words;
    }

    private static @Nullable String text(JsonNode properties, String name) {
        JsonNode value = properties.get(name);
        return value == null || !value.isString() || value.stringValue().isEmpty() ? null : value.stringValue();
    }

    private static double number(JsonNode properties, String name, double usual) {
        JsonNode value = properties.get(name);
        return value == null || !value.isNumber() || Double.isInfinite(value.asDouble()) ? usual : value.asDouble();
    }

    private Map<Long, List<Calibration>> calibrations(long[] ids) {
        Map<Long, List<Calibration>> all = new LinkedHashMap<>();
        jdbc.query(
                "select datastream_id, version, from_at, gain, zero, reference from sensing_calibration"
                        + " where datastream_id = any(?) order by datastream_id, from_at, version",
                row -> {
                    Timestamp from = row.getTimestamp("from_at");
                    Instant at = from == null ? Instant.EPOCH : from.toInstant();
                    all.computeIfAbsent(row.getLong("datastream_id"), id -> new ArrayList<>())
                            .add(new Calibration(
                                    row.getInt("version"),
                                    at,
                                    row.getDouble("gain"),
                                    row.getDouble("zero"),
                                    row.getString("reference")));
                },
                ids);
        return all;
    }

    private static DatastreamCard with(DatastreamCard c, List<Calibration> calibrations) {
        return new DatastreamCard(
                c.id(),
                c.agency(),
                c.name(),
                c.device(),
                c.channel(),
                c.kind(),
                c.quantity(),
                c.unit(),
                c.place(),
                c.cell(),
                c.min(),
                c.max(),
                c.silenceSeconds(),
                calibrations,
                c.enabled());
    }

    private void publishDevices() {
        List<Told<DeviceAccess>> cards = jdbc.query(
                "select * from sensing_device where card_done < card_wanted order by id limit 10000",
                (row, n) -> new Told<>(
                        new DeviceAccess(
                                row.getString("id"),
                                new AgencyId(row.getString("agency_id")),
                                row.getString("password_hash"),
                                row.getString("certificate"),
                                row.getString("mapping"),
                                row.getBoolean("gateway"),
                                row.getBoolean("enabled")),
                        row.getLong("card_wanted")));
        if (cards.isEmpty()) {
            return;
        }
        Map<String, DeviceAccess> bodies = new LinkedHashMap<>();
        cards.forEach(told -> bodies.put(told.card.device(), told.card));
        devices.putAll(bodies);
        jdbc.batchUpdate(
                "update sensing_device set card_done = greatest(card_done, ?) where id = ?",
                cards.stream()
                        .map(c -> new Object[] {c.wanted, c.card.device()})
                        .toList());
    }

    /** A device that was made again under the same id meanwhile stays. */
    private void removeDevices() {
        for (String id : jdbc.queryForList("select id from sensing_device_removal limit 10000", String.class)) {
            Integer there = jdbc.queryForObject("select count(*) from sensing_device where id = ?", Integer.class, id);
            if (there == null || there == 0) {
                devices.remove(id);
            }
            jdbc.update("delete from sensing_device_removal where id = ?", id);
        }
    }

    private void removeDatastreams() {
        for (Long id : jdbc.queryForList("select datastream_id from sta_removal order by at limit 1000", Long.class)) {
            datastreams.remove(id.toString());
            while (true) {
                List<Long> ids = jdbc.queryForList(
                        "select id from facts.observation where datastream = ? limit 10000", Long.class, id);
                observations.remove(ids);
                if (ids.size() < 10_000) {
                    break;
                }
            }
            jdbc.update("delete from sta_removal where datastream_id = ?", id);
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
        cleaner.shutdownNow();
    }
}

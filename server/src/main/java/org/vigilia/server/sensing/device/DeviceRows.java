package org.vigilia.server.sensing.device;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes devices as the entities of SensorThings they are: a thing at a location, a sensor, a datastream for each channel.
 * Thousands at once go in by batches. Every method runs in the transaction of its caller.
 */
@Component
class DeviceRows {

    private static final String MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    DeviceRows(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param passwordHash see {@link DevicePassword#hash()} */
    record NewDevice(DeviceForm form, String passwordHash) {}

    void insert(AgencyId agency, List<NewDevice> devices, Instant now) {
        String owner = agency.value();
        int count = devices.size();
        long[] things = ids("sta_thing", count);
        long[] sensors = ids("sta_sensor", count);
        List<Object[]> thingRows = new ArrayList<>();
        List<Object[]> sensorRows = new ArrayList<>();
        List<Object[]> deviceRows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DeviceForm form = devices.get(i).form;
            thingRows.add(
                    new Object[] {things[i], owner, form.name(), form.kind().label(), properties(form)});
            sensorRows.add(
                    new Object[] {sensors[i], owner, form.name(), form.kind().label()});
            deviceRows.add(new @Nullable Object[] {
                form.id(),
                owner,
                things[i],
                form.kind().name(),
                form.mappingOrUsual(),
                Boolean.TRUE.equals(form.gateway()),
                !Boolean.FALSE.equals(form.enabled()),
                devices.get(i).passwordHash,
                form.certificateLower()
            });
        }
        jdbc.batchUpdate(
                "insert into sta_thing (id, agency_id, name, description, properties) values (?, ?, ?, ?, cast(? as jsonb))",
                thingRows);
        jdbc.batchUpdate(
                "insert into sta_sensor (id, agency_id, name, description, encoding_type, metadata)"
                        + " values (?, ?, ?, ?, 'text/plain', '\"\"')",
                sensorRows);
        jdbc.batchUpdate(
                "insert into sensing_device (id, agency_id, thing_id, kind, mapping, gateway, enabled, password_hash,"
                        + " certificate) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                deviceRows);
        long[] features = locations(owner, devices, things, now);
        datastreams(owner, devices, new Rows(things, sensors, features));
    }

    private record Rows(long[] things, long[] sensors, long[] features) {}

    private String properties(DeviceForm form) {
        return json.createObjectNode()
                .put("device", form.id())
                .put("kind", form.kind().name())
                .toString();
    }

    /** @return the feature of each device; 0 for those without a place */
    private long[] locations(String owner, List<NewDevice> devices, long[] things, Instant now) {
        int placed =
                (int) devices.stream().filter(d -> d.form.location() != null).count();
        long[] locations = ids("sta_location", placed);
        long[] features = ids("sta_feature", placed);
        long[] history = ids("sta_historical_location", placed);
        long[] featureOf = new long[devices.size()];
        List<Object[]> featureRows = new ArrayList<>();
        List<Object[]> locationRows = new ArrayList<>();
        List<Object[]> links = new ArrayList<>();
        List<Object[]> historyRows = new ArrayList<>();
        List<Object[]> historyLinks = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < devices.size(); i++) {
            GeoPoint at = devices.get(i).form.location();
            if (at == null) {
                continue;
            }
            String name = devices.get(i).form.name();
            double x = at.longitude();
            double y = at.latitude();
            featureOf[i] = features[next];
            featureRows.add(new Object[] {features[next], owner, name, name, point(at), x, y, x, y});
            locationRows.add(new Object[] {locations[next], owner, name, name, point(at), x, y, x, y, features[next]});
            links.add(new Object[] {things[i], locations[next]});
            historyRows.add(new Object[] {history[next], owner, things[i], now.atOffset(ZoneOffset.UTC)});
            historyLinks.add(new Object[] {history[next], locations[next]});
            next++;
        }
        jdbc.batchUpdate(
                "insert into sta_feature (id, agency_id, name, description, encoding_type, feature, west, south, east, north)"
                        + " values (?, ?, ?, ?, 'application/geo+json', cast(? as jsonb), ?, ?, ?, ?)",
                featureRows);
        jdbc.batchUpdate(
                "insert into sta_location (id, agency_id, name, description, encoding_type, location, west, south, east,"
                        + " north, feature_id) values (?, ?, ?, ?, 'application/geo+json', cast(? as jsonb), ?, ?, ?, ?, ?)",
                locationRows);
        jdbc.batchUpdate("insert into sta_thing_location (thing_id, location_id) values (?, ?)", links);
        jdbc.batchUpdate(
                "insert into sta_historical_location (id, agency_id, thing_id, time) values (?, ?, ?, ?)", historyRows);
        jdbc.batchUpdate("insert into sta_historical_location_location values (?, ?)", historyLinks);
        return featureOf;
    }

    private String point(GeoPoint at) {
        ObjectNode point = json.createObjectNode().put("type", "Point");
        point.putArray("coordinates").add(at.longitude()).add(at.latitude());
        return point.toString();
    }

    private void datastreams(String owner, List<NewDevice> devices, Rows rows) {
        Map<Quantity, Long> properties = new HashMap<>();
        int count = devices.stream().mapToInt(d -> d.form.channels().size()).sum();
        long[] ids = ids("sta_datastream", count);
        List<Object[]> datastreams = new ArrayList<>();
        List<Object[]> features = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < devices.size(); i++) {
            DeviceForm form = devices.get(i).form;
            Long feature = rows.features[i] == 0 ? null : rows.features[i];
            for (DeviceForm.ChannelForm channel : form.channels()) {
                long property = properties.computeIfAbsent(channel.quantity(), q -> observedProperty(owner, q));
                datastreams.add(new @Nullable Object[] {
                    ids[next],
                    owner,
                    name(form, channel),
                    channel.quantity().label() + ", channel " + channel.channel() + " of device " + form.id(),
                    MEASUREMENT,
                    unit(channel),
                    properties(form, channel),
                    rows.things[i],
                    rows.sensors[i],
                    property,
                    feature
                });
                if (feature != null) {
                    features.add(new Object[] {ids[next], feature});
                }
                next++;
            }
        }
        jdbc.batchUpdate(
                "insert into sta_datastream (id, agency_id, name, description, observation_type, unit, properties, thing_id,"
                        + " sensor_id, observed_property_id, feature_id)"
                        + " values (?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, ?, ?, ?)",
                datastreams);
        jdbc.batchUpdate("insert into sta_datastream_feature (datastream_id, feature_id) values (?, ?)", features);
    }

    static String name(DeviceForm form, DeviceForm.ChannelForm channel) {
        String own = channel.name();
        return own == null ? channel.quantity().label() + " · " + form.name() : own.strip();
    }

    private String unit(DeviceForm.ChannelForm channel) {
        boolean usual = channel.unit() == null
                || channel.unit().equals(channel.quantity().unit());
        String symbol = channel.unit() == null ? channel.quantity().unit() : channel.unit();
        return json.createObjectNode()
                .put("name", symbol)
                .put("symbol", symbol)
                .put("definition", usual ? "ucum:" + channel.quantity().ucum() : "")
                .toString();
    }

    private String properties(DeviceForm form, DeviceForm.ChannelForm channel) {
        Map<String, @Nullable Double> limits = new LinkedHashMap<>();
        limits.put("min", channel.min());
        limits.put("max", channel.max());
        limits.put("silenceSeconds", channel.silenceSeconds());
        ObjectNode properties = json.createObjectNode()
                .put("device", form.id())
                .put("channel", channel.channel())
                .put("kind", form.kind().name())
                .put("quantity", channel.quantity().name());
        limits.forEach((name, value) -> {
            if (value != null) {
                properties.put(name, value);
            }
        });
        return properties.toString();
    }

    /** One for each quantity of an agency, shared by all of its devices. */
    private long observedProperty(String owner, Quantity quantity) {
        String definition = "urn:vigilia:quantity:" + quantity.channel();
        List<Long> known = jdbc.queryForList(
                "select id from sta_observed_property where agency_id = ? and definition = ? order by id limit 1",
                Long.class,
                owner,
                definition);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        Long made = jdbc.queryForObject(
                "insert into sta_observed_property (agency_id, name, definition, description) values (?, ?, ?, ?) returning id",
                Long.class,
                owner,
                quantity.channel(),
                definition,
                quantity.label());
        return java.util.Objects.requireNonNull(made);
    }

    private long[] ids(String table, int count) {
        return jdbc
                .queryForList(
                        "select nextval(pg_get_serial_sequence(?, 'id')) from generate_series(1, ?)",
                        Long.class,
                        table,
                        count)
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Changes a device to what the form says; its channels by their names. */
    void update(AgencyId agency, long thing, DeviceForm form, Instant now) {
        String owner = agency.value();
        jdbc.update(
                "update sta_thing set name = ?, description = ?, properties = coalesce(properties, '{}') || cast(? as jsonb)"
                        + " where id = ?",
                form.name(),
                form.kind().label(),
                properties(form),
                thing);
        jdbc.update(
                "update sensing_device set kind = ?, mapping = ?, gateway = ?, enabled = ?, certificate = ?,"
                        + " card_wanted = card_wanted + 1 where id = ?",
                form.kind().name(),
                form.mappingOrUsual(),
                Boolean.TRUE.equals(form.gateway()),
                !Boolean.FALSE.equals(form.enabled()),
                form.certificateLower(),
                form.id());
        Long sensor = jdbc
                .query(
                        "select sensor_id from sta_datastream where thing_id = ? order by id limit 1",
                        (row, n) -> row.getLong(1),
                        thing)
                .stream()
                .findFirst()
                .orElseGet(() -> jdbc.queryForObject(
                        "insert into sta_sensor (agency_id, name, description, encoding_type, metadata)"
                                + " values (?, ?, ?, 'text/plain', '\"\"') returning id",
                        Long.class,
                        owner,
                        form.name(),
                        form.kind().label()));
        for (DeviceForm.ChannelForm channel : form.channels()) {
            long property = observedProperty(owner, channel.quantity());
            int changed = jdbc.update(
                    "update sta_datastream set name = ?, unit = cast(? as jsonb), properties = cast(? as jsonb),"
                            + " observed_property_id = ?, card_wanted = card_wanted + 1"
                            + " where thing_id = ? and properties ->> 'channel' = ?",
                    name(form, channel),
                    unit(channel),
                    properties(form, channel),
                    property,
                    thing,
                    channel.channel());
            if (changed == 0) {
                jdbc.update(
                        "insert into sta_datastream (agency_id, name, description, observation_type, unit, properties,"
                                + " thing_id, sensor_id, observed_property_id, feature_id) select ?, ?, ?, ?, cast(? as jsonb),"
                                + " cast(? as jsonb), ?, ?, ?, (select max(feature_id) from sta_datastream where thing_id = ?)",
                        owner,
                        name(form, channel),
                        channel.quantity().label() + ", channel " + channel.channel() + " of device " + form.id(),
                        MEASUREMENT,
                        unit(channel),
                        properties(form, channel),
                        thing,
                        java.util.Objects.requireNonNull(sensor),
                        property,
                        thing);
            }
        }
        jdbc.update("update sta_datastream set card_wanted = card_wanted + 1 where thing_id = ?", thing);
        move(owner, thing, form, now);
    }

    /** A device that moved gets a new location, so that history keeps the old one. */
    private void move(String owner, long thing, DeviceForm form, Instant now) {
        GeoPoint at = form.location();
        if (at == null) {
            jdbc.update("delete from sta_thing_location where thing_id = ?", thing);
            return;
        }
        Boolean same = jdbc.queryForObject(
                "select exists (select 1 from sta_thing_location tl join sta_location l on l.id = tl.location_id"
                        + " where tl.thing_id = ? and l.west = ? and l.south = ? and l.east = l.west and l.north = l.south)",
                Boolean.class,
                thing,
                at.longitude(),
                at.latitude());
        if (Boolean.TRUE.equals(same)) {
            return;
        }
        jdbc.update("delete from sta_thing_location where thing_id = ?", thing);
        long[] features = locations(owner, List.of(new NewDevice(form, "")), new long[] {thing}, now);
        jdbc.update("update sta_datastream set feature_id = ? where thing_id = ?", features[0], thing);
        jdbc.update(
                "insert into sta_datastream_feature select id, feature_id from sta_datastream where thing_id = ?"
                        + " on conflict do nothing",
                thing);
    }
}

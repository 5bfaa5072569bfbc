package org.vigilia.server.sensing.ngsi;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Attributes of entities that are no measured values: addresses, sources, relations. Kept as they were told. */
@Component
public class Extras {

    private static final int MAX = 64;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    Extras(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Of several devices, by their ids; devices without any are left out. */
    Map<String, Map<String, JsonNode>> find(Collection<String> devices) {
        Map<String, Map<String, JsonNode>> found = new HashMap<>();
        jdbc.query(
                "select device_id, name, cast(body as text) from ngsi_attribute where device_id = any(?) order by 1, 2",
                row -> {
                    found.computeIfAbsent(String.valueOf(row.getString(1)), x -> new LinkedHashMap<>())
                            .put(String.valueOf(row.getString(2)), json.readTree(String.valueOf(row.getString(3))));
                },
                (Object) devices.toArray(String[]::new));
        return found;
    }

    public Map<String, JsonNode> find(String device) {
        return find(java.util.List.of(device)).getOrDefault(device, Map.of());
    }

    /** Puts and, where the value is null, removes. @throws NgsiError when the device would have too many */
    void put(String device, Map<String, JsonNode> extras) {
        extras.forEach((name, value) -> {
            if (value.isNull()) {
                jdbc.update("delete from ngsi_attribute where device_id = ? and name = ?", device, name);
            } else {
                jdbc.update(
                        "insert into ngsi_attribute (device_id, name, body) values (?, ?, cast(? as jsonb))"
                                + " on conflict (device_id, name) do update set body = excluded.body",
                        device,
                        name,
                        value.toString());
            }
        });
        Integer count =
                jdbc.queryForObject("select count(*) from ngsi_attribute where device_id = ?", Integer.class, device);
        if (count != null && count > MAX) {
            throw NgsiError.bad("A device has at most " + MAX + " attributes that are no measured values.");
        }
    }

    boolean remove(String device, String name) {
        return jdbc.update("delete from ngsi_attribute where device_id = ? and name = ?", device, name) > 0;
    }

    /** When devices were made. */
    Map<String, java.time.Instant> createdAt(Collection<String> devices) {
        Map<String, java.time.Instant> times = new HashMap<>();
        jdbc.query(
                "select id, created_at from sensing_device where id = any(?)",
                row -> {
                    java.sql.Timestamp at = row.getTimestamp(2);
                    if (at != null) {
                        times.put(String.valueOf(row.getString(1)), at.toInstant());
                    }
                },
                (Object) devices.toArray(String[]::new));
        return times;
    }
}

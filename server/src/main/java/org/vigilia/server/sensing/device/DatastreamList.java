package org.vigilia.server.sensing.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.FactStore;
import org.vigilia.intake.Directory;
import org.vigilia.server.Problem;

/** Datastreams of devices and of SensorThings alike, as pickers show them. */
@Component
class DatastreamList {

    private static final double EARTH_METRES = 6_371_008.8;

    private final JdbcTemplate jdbc;
    private final Directory directory;
    private final DeviceViews views;
    private final FactStore facts;

    DatastreamList(JdbcTemplate jdbc, Directory directory, DeviceViews views, FactStore facts) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.views = views;
        this.facts = facts;
    }

    /** @param device null when no device feeds it */
    record Item(
            long id,
            String name,
            @Nullable String device,
            @Nullable String deviceName,
            SensorKind kind,
            Quantity quantity,
            String unit,
            @Nullable GeoPoint location,
            double silenceSeconds,
            DeviceViews.@Nullable NewestView newest) {}

    /** @param total how many there are in all */
    record Found(List<Item> items, int total) {}

    /** @param ids null: any */
    record Wanted(
            String words,
            Set<Quantity> quantities,
            Set<SensorKind> kinds,
            @Nullable Set<Long> ids,
            @Nullable Circle near) {}

    /** A point on the map and how far from it. */
    record Circle(GeoPoint centre, double radiusMetres) {

        /** @param text {@code latitude,longitude} */
        static Circle parse(String text, double radiusMetres) {
            String[] parts = text.split(",", -1);
            try {
                if (parts.length == 2 && radiusMetres > 0 && radiusMetres <= 1_000_000) {
                    return new Circle(
                            new GeoPoint(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip())),
                            radiusMetres);
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
            throw Problem.invalid("near", "'near' is latitude,longitude and radiusMetres is 1 to 1000000.");
        }

        double metres(GeoPoint at) {
            double south = Math.toRadians(centre.latitude());
            double north = Math.toRadians(at.latitude());
            double across = Math.toRadians(at.longitude() - centre.longitude());
            double h = Math.pow(Math.sin((north - south) / 2), 2)
                    + Math.cos(south) * Math.cos(north) * Math.pow(Math.sin(across / 2), 2);
            return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
        }
    }

    private record Row(long id, String name, @Nullable String device, String deviceName) {}

    Found find(Optional<AgencyId> agency, Wanted wanted, int limit) {
        String owner = agency.map(AgencyId::value).orElse(null);
        List<Row> rows = jdbc.query(
                "select d.id, d.name, d.properties ->> 'device' device, t.name thing from sta_datastream d"
                        + " join sta_thing t on t.id = d.thing_id where not d.multi"
                        + " and (cast(? as text) is null or d.agency_id = ?)"
                        + " and (cast(? as bigint[]) is null or d.id = any(?))"
                        + " and position(? in lower(concat_ws(' ', d.name, d.properties ->> 'device', t.name))) > 0"
                        + " order by lower(d.name), d.id",
                (row, n) -> row(row),
                owner,
                owner,
                ids(wanted),
                ids(wanted),
                wanted.words);
        List<Item> fitting = new ArrayList<>();
        for (Row row : rows) {
            Item item = item(row);
            if (item != null && fits(item, wanted)) {
                fitting.add(item);
            }
        }
        Circle near = wanted.near;
        if (near != null) {
            fitting.sort(Comparator.comparingDouble(i -> i.location == null ? 0 : near.metres(i.location)));
        }
        return new Found(fitting.subList(0, Math.min(limit, fitting.size())), fitting.size());
    }

    private static long @Nullable [] ids(Wanted wanted) {
        return wanted.ids == null
                ? null
                : wanted.ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
    }

    private static boolean fits(Item item, Wanted wanted) {
        GeoPoint at = item.location;
        return (wanted.quantities.isEmpty() || wanted.quantities.contains(item.quantity))
                && (wanted.kinds.isEmpty() || wanted.kinds.contains(item.kind))
                && (wanted.near == null || at != null && wanted.near.metres(at) <= wanted.near.radiusMetres);
    }

    /** Null for one that was made this very moment and is not known everywhere yet. */
    private @Nullable Item item(Row row) {
        return item(row, directory.datastream(row.id));
    }

    private @Nullable Item item(Row row, @Nullable DatastreamCard card) {
        return card == null
                ? null
                : new Item(
                        row.id,
                        row.name,
                        row.device,
                        row.device == null ? null : row.deviceName,
                        card.kind(),
                        card.quantity(),
                        card.unit(),
                        card.place(),
                        card.silenceSeconds(),
                        views.newest(row.id));
    }

    /** One of which is known that the caller may see it. */
    Item get(long id) {
        Row found = jdbc
                .query(
                        "select d.id, d.name, d.properties ->> 'device', t.name from sta_datastream d"
                                + " join sta_thing t on t.id = d.thing_id where d.id = ?",
                        (row, n) -> row(row),
                        id)
                .stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("datastream", String.valueOf(id)));
        DatastreamCard known = directory.datastream(id);
        Item item = item(
                found,
                known == null ? facts.datastreams().find(String.valueOf(id)).orElse(null) : known);
        return item == null
                ? new Item(id, found.name, found.device, null, SensorKind.GENERIC, Quantity.OTHER, "", null, 0, null)
                : item;
    }

    /** The datastream as a channel of its device, with its calibrations. */
    DeviceViews.ChannelView channel(long id) {
        return views.channel(id).orElseThrow(() -> Problem.notFound("datastream", String.valueOf(id)));
    }
}

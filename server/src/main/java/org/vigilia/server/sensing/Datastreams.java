package org.vigilia.server.sensing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.intake.Directory;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;

/**
 * Datastreams, for the other rooms: what one measures, with what, where, and what was observed. Only {@link #get} asks
 * whether somebody may; the rest is for rooms that have asked before. Safe for use by many threads.
 */
@Component
public class Datastreams {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final String DESCRIBED = """
            select d.id, d.agency_id, d.name, d.description, d.unit ->> 'symbol' unit, d.unit ->> 'name' unit_name,
                coalesce(d.properties ->> 'quantity', 'OTHER') quantity, t.name thing, v.id device, v.kind,
                s.name sensor, s.description sensor_description, s.metadata #>> '{}' sensor_metadata,
                o.name property, o.definition, l.longitude, l.latitude
            from sta_datastream d join sta_thing t on t.id = d.thing_id join sta_sensor s on s.id = d.sensor_id
            left join sta_observed_property o on o.id = d.observed_property_id
            left join sensing_device v on v.id = d.properties ->> 'device'
            left join lateral (select (p.west + p.east) / 2 longitude, (p.south + p.north) / 2 latitude
                from sta_thing_location tl join sta_location p on p.id = tl.location_id
                where tl.thing_id = t.id and p.west is not null order by p.id limit 1) l on true
            where d.id = ? and not d.multi""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Access access;
    private final Directory directory;

    Datastreams(DataSource source, PlatformTransactionManager transactions, Access access, Directory directory) {
        jdbc = new JdbcTemplate(source);
        jdbc.setFetchSize(ROWS_AT_ONCE);
        // rows only come in portions inside a transaction
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        this.access = access;
        this.directory = directory;
    }

    /**
     * What a datastream is.
     *
     * @param unit its symbol; empty when there is none
     * @param quantity what is measured, a name of {@code Quantity}
     * @param property what is measured, in the words of whoever entered it
     * @param definition address that says what the property is
     * @param calibrations oldest first
     */
    public record Description(
            long datastream,
            String name,
            String description,
            String unit,
            String unitName,
            String quantity,
            @Nullable String property,
            @Nullable String definition,
            Sensor sensor,
            @Nullable GeoPoint place,
            List<Calibration> calibrations) {}

    /**
     * What measures.
     *
     * @param name of the thing that it is a part of, as people know it
     * @param device id of the device that sends; null when it comes by SensorThings
     * @param kind of device
     * @param model as entered: name, description and metadata, such as the address of a data sheet
     */
    public record Sensor(
            String name, @Nullable String device, @Nullable String kind, Model model) {}

    /** What is said of the instrument. */
    public record Model(
            String name, String description, @Nullable String metadata) {}

    /**
     * A reading as it is stored.
     *
     * @param value null when it is no number
     * @param text JSON, when it is no number
     * @param received when it was stored
     */
    public record Reading(
            Instant at, @Nullable Double value, @Nullable String text, Set<QualityFlag> quality, Instant received) {}

    /** Takes readings one after the other. */
    public interface Taker {
        void take(Reading reading) throws IOException;
    }

    /** @throws Problem 404 for datastreams of other agencies, 403 without the right to see sensors */
    public Description get(Caller by, long datastream) {
        return jdbc
                .query(
                        DESCRIBED,
                        (row, n) -> {
                            access.require(
                                    by,
                                    Right.SEE_SENSORS,
                                    "datastream",
                                    String.valueOf(datastream),
                                    new AgencyId(row.getString("agency_id")));
                            return description(row);
                        },
                        datastream)
                .stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("datastream", String.valueOf(datastream)));
    }

    private Description description(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        DatastreamCard card = directory.datastream(id);
        double longitude = row.getDouble("longitude");
        GeoPoint place = row.wasNull() ? null : new GeoPoint(row.getDouble("latitude"), longitude);
        return new Description(
                id,
                row.getString("name"),
                row.getString("description"),
                text(row, "unit"),
                text(row, "unit_name"),
                card == null ? row.getString("quantity") : card.quantity().name(),
                row.getString("property"),
                row.getString("definition"),
                new Sensor(
                        row.getString("thing"),
                        row.getString("device"),
                        row.getString("kind"),
                        new Model(
                                row.getString("sensor"),
                                row.getString("sensor_description"),
                                row.getString("sensor_metadata"))),
                place,
                calibrations(id));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private List<Calibration> calibrations(long datastream) {
        return jdbc.query(
                "select version, from_at, gain, zero, reference from sensing_calibration where datastream_id = ?"
                        + " order by version",
                (row, n) -> new Calibration(
                        row.getInt(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getDouble(3),
                        row.getDouble(4),
                        row.getString(5)),
                datastream);
    }

    /** How many readings there are from one time, included, to another, not included; counts no further than a limit. */
    public int count(long datastream, Instant from, Instant to, int limit) {
        Integer count = jdbc.queryForObject(
                "select count(*) from (select 1 from facts.observation where datastream = ? and at >= ? and at < ?"
                        + " limit ?) few",
                Integer.class,
                datastream,
                from.atOffset(ZoneOffset.UTC),
                to.atOffset(ZoneOffset.UTC),
                limit);
        return count == null ? 0 : count;
    }

    /** Reads them in the order of their times, all as they were at one moment. */
    public void each(long datastream, Instant from, Instant to, Taker taker) throws IOException {
        try {
            transaction.executeWithoutResult(status -> jdbc.query(
                    "select at, value, result, quality, stored_at from facts.observation where datastream = ?"
                            + " and at >= ? and at < ? order by at, again",
                    row -> {
                        try {
                            taker.take(reading(row));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    datastream,
                    from.atOffset(ZoneOffset.UTC),
                    to.atOffset(ZoneOffset.UTC)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Reading reading(ResultSet row) throws SQLException {
        double value = row.getDouble(2);
        boolean number = !row.wasNull();
        return new Reading(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                number ? value : null,
                number ? null : row.getString(3),
                QualityFlag.of(row.getInt(4)),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }
}

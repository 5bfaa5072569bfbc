package org.vigilia.server.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.alerting.Alert;

/** Incidents and their timelines in PostgreSQL. What they know of their alerts is asked of the room of alerts. */
@Component
final class IncidentStore {

    private final JdbcClient sql;

    IncidentStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** An incident without what its alerts add. */
    record Row(
            IncidentId id,
            String number,
            AgencyId agency,
            String title,
            Incident.State state,
            Incident.Priority priority,
            Alert.@Nullable Who assignee,
            Alert.@Nullable Spot place,
            @Nullable GeoPoint location,
            Instant openedAt,
            Alert.Who openedBy,
            @Nullable Instant closedAt,
            Alert.@Nullable Who closedBy,
            Incident.@Nullable Outcome outcome) {}

    /**
     * Which incidents to list, newest first.
     *
     * @param states empty: any
     * @param search words that must all occur in number, title, place, assignee or notes
     */
    record Filter(
            Set<Incident.State> states,
            String search,
            int limit,
            @Nullable Instant openedBefore) {}

    Optional<Row> find(IncidentId id) {
        return sql.sql("select * from incident where id = :id")
                .param("id", id.value())
                .query((row, number) -> row(row))
                .optional();
    }

    /** Locks it until the end of the transaction: changes of one incident happen one after the other. */
    Optional<Row> lock(IncidentId id) {
        return sql.sql("select * from incident where id = :id for no key update")
                .param("id", id.value())
                .query((row, number) -> row(row))
                .optional();
    }

    List<Row> list(Optional<AgencyId> only, Filter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        String where = where(only, filter, values);
        Instant before = filter.openedBefore();
        if (before != null) {
            where += " and opened_at < :before";
            values.put("before", Timestamp.from(before));
        }
        values.put("limit", filter.limit());
        return sql.sql("select * from incident where " + where + " order by opened_at desc, id desc limit :limit")
                .params(values)
                .query((row, number) -> row(row))
                .list();
    }

    long count(Optional<AgencyId> only, Filter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        String where = where(only, filter, values);
        return sql.sql("select count(*) from incident where " + where)
                .params(values)
                .query(Long.class)
                .single();
    }

    private static String where(Optional<AgencyId> only, Filter filter, Map<String, Object> values) {
        List<String> parts = new ArrayList<>(List.of("true"));
        only.ifPresent(agency -> {
            parts.add("agency = :agency");
            values.put("agency", agency.value());
        });
        if (!filter.states().isEmpty()) {
            parts.add("state in (:states)");
            values.put("states", filter.states().stream().map(Enum::name).toList());
        }
        int number = 0;
        for (String word : filter.search().isBlank()
                ? new String[0]
                : filter.search().strip().split("\\s+")) {
            String name = "word" + number++;
            parts.add(
                    "((number || ' ' || title || ' ' || coalesce(place_name, '') || ' ' || coalesce(assignee_name, ''))"
                            + " ilike :" + name
                            + " or exists (select 1 from incident_entry e where e.incident = incident.id"
                            + " and e.kind = 'NOTE' and e.text ilike :" + name + "))");
            values.put(
                    name, "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
        return String.join(" and ", parts);
    }

    /** The next number of the year. */
    String claimNumber(Instant openedAt) {
        int year = openedAt.atZone(ZoneOffset.UTC).getYear();
        int number = sql.sql("insert into incident_count (year, last) values (:year, 1)"
                        + " on conflict (year) do update set last = incident_count.last + 1 returning last")
                .param("year", year)
                .query(Integer.class)
                .single();
        return String.format(Locale.ROOT, "%d-%05d", year, number);
    }

    void insert(Row row) {
        sql.sql("insert into incident (id, number, agency, title, priority, place, place_name, latitude, longitude,"
                        + " opened_at, opened_by, opened_by_name) values (:id, :number, :agency, :title, :priority,"
                        + " :place, :placeName, :latitude, :longitude, :openedAt, :openedBy, :openedByName)")
                .param("id", row.id.value())
                .param("number", row.number)
                .param("agency", row.agency.value())
                .param("title", row.title)
                .param("priority", row.priority.name())
                .param("place", row.place == null ? null : row.place.id())
                .param("placeName", row.place == null ? null : row.place.name())
                .param("latitude", row.location == null ? null : row.location.latitude())
                .param("longitude", row.location == null ? null : row.location.longitude())
                .param("openedAt", Timestamp.from(row.openedAt))
                .param("openedBy", row.openedBy.id().value())
                .param("openedByName", row.openedBy.name())
                .update();
    }

    void setTitle(IncidentId id, String title) {
        sql.sql("update incident set title = :title where id = :id")
                .param("title", title)
                .param("id", id.value())
                .update();
    }

    void setPriority(IncidentId id, Incident.Priority priority) {
        sql.sql("update incident set priority = :priority where id = :id")
                .param("priority", priority.name())
                .param("id", id.value())
                .update();
    }

    void setAssignee(IncidentId id, Alert.@Nullable Who assignee) {
        sql.sql("update incident set assignee = :assignee, assignee_name = :name where id = :id")
                .param("assignee", assignee == null ? null : assignee.id().value())
                .param("name", assignee == null ? null : assignee.name())
                .param("id", id.value())
                .update();
    }

    void close(IncidentId id, Alert.Who by, Instant at, Incident.Outcome outcome) {
        sql.sql("update incident set state = 'CLOSED', closed_at = :at, closed_by = :by, closed_by_name = :name,"
                        + " outcome = :outcome where id = :id")
                .param("at", Timestamp.from(at))
                .param("by", by.id().value())
                .param("name", by.name())
                .param("outcome", outcome.name())
                .param("id", id.value())
                .update();
    }

    void reopen(IncidentId id) {
        sql.sql("update incident set state = 'OPEN', closed_at = null, closed_by = null, closed_by_name = null,"
                        + " outcome = null where id = :id")
                .param("id", id.value())
                .update();
    }

    /** Adds a line to the timeline; {@code entry.id()} is ignored. */
    void add(IncidentId incident, TimelineEntry entry) {
        Alert.Who by = entry.by();
        AlertId alert = entry.alertId();
        sql.sql("insert into incident_entry (incident, at, by, by_name, kind, text, alert)"
                        + " values (:incident, :at, :by, :name, :kind, :text, :alert)")
                .param("incident", incident.value())
                .param("at", Timestamp.from(entry.at()))
                .param("by", by == null ? null : by.id().value())
                .param("name", by == null ? null : by.name())
                .param("kind", entry.kind().name())
                .param("text", entry.text())
                .param("alert", alert == null ? null : alert.value())
                .update();
    }

    List<TimelineEntry> timeline(IncidentId incident) {
        return sql.sql("select * from incident_entry where incident = :incident order by id")
                .param("incident", incident.value())
                .query((row, number) -> {
                    String alert = row.getString("alert");
                    return new TimelineEntry(
                            row.getLong("id"),
                            row.getTimestamp("at").toInstant(),
                            who(row, "by"),
                            TimelineEntry.Kind.valueOf(row.getString("kind")),
                            row.getString("text"),
                            alert == null ? null : new AlertId(alert));
                })
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        String place = row.getString("place");
        double latitude = row.getDouble("latitude");
        GeoPoint location = row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
        Timestamp closedAt = row.getTimestamp("closed_at");
        String outcome = row.getString("outcome");
        Alert.Who openedBy = who(row, "opened_by");
        if (openedBy == null) {
            throw new SQLException("an incident that nobody opened");
        }
        return new Row(
                new IncidentId(row.getString("id")),
                row.getString("number"),
                new AgencyId(row.getString("agency")),
                row.getString("title"),
                Incident.State.valueOf(row.getString("state")),
                Incident.Priority.valueOf(row.getString("priority")),
                who(row, "assignee"),
                place == null ? null : new Alert.Spot(place, row.getString("place_name")),
                location,
                row.getTimestamp("opened_at").toInstant(),
                openedBy,
                closedAt == null ? null : closedAt.toInstant(),
                who(row, "closed_by"),
                outcome == null ? null : Incident.Outcome.valueOf(outcome));
    }

    private static Alert.@Nullable Who who(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new Alert.Who(new PersonId(id), row.getString(column + "_name"));
    }
}

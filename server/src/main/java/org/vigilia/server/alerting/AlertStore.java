package org.vigilia.server.alerting;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.id.PictureId;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerts in PostgreSQL: what people ask for and what they do. What the log tells is stored by {@link AlertIntake}.
 *
 * <p>A change of state is one conditional update: of two people who do something at once, one wins and the other learns
 * from the empty answer that he was second.
 */
@Component
final class AlertStore {

    private final JdbcClient sql;
    private final AlertRows rows;

    AlertStore(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.rows = new AlertRows(json);
    }

    Optional<Alert> find(AlertId id) {
        return sql.sql("select * from alert where id = :id")
                .param("id", id.value())
                .query(rows)
                .optional();
    }

    /** Whose alert a snapshot proves. */
    Optional<AgencyId> findOwner(PictureId picture) {
        return sql.sql("select a.agency from alert_occurrence o join alert a on a.id = o.alert"
                        + " where o.picture = :picture and a.agency is not null limit 1")
                .param("picture", picture.value())
                .query((row, number) -> new AgencyId(row.getString("agency")))
                .optional();
    }

    /** In the order of {@code ids}; unknown ones are left out. */
    List<Alert> listOf(Collection<AlertId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<AlertId, Alert> found = new HashMap<>();
        sql.sql("select * from alert where id in (:ids)")
                .param("ids", ids.stream().map(AlertId::value).toList())
                .query(rows)
                .list()
                .forEach(alert -> found.put(alert.id(), alert));
        return ids.stream()
                .distinct()
                .filter(found::containsKey)
                .map(found::get)
                .toList();
    }

    /** Alerts of incidents, oldest first. */
    List<Alert> listIn(Collection<IncidentId> incidents) {
        if (incidents.isEmpty()) {
            return List.of();
        }
        return sql.sql("select * from alert where incident in (:incidents) order by raised_at, id")
                .param("incidents", incidents.stream().map(IncidentId::value).toList())
                .query(rows)
                .list();
    }

    /** Alerts that nobody works on in an incident yet and that went on between the two times, newest first. */
    List<Alert> listFree(AgencyId agency, Instant from, Instant to) {
        return sql.sql(
                        "select * from alert where agency = :agency and state in ('NEW', 'ACKNOWLEDGED')"
                                + " and started_at <= :to and coalesce(ended_at, 'infinity') >= :from order by raised_at desc limit 200")
                .param("agency", agency.value())
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .query(rows)
                .list();
    }

    AlertPage list(Optional<AgencyId> only, AlertFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        String where = where(only, filter, values);
        long total = sql.sql("select count(*) from alert where " + where)
                .params(values)
                .query(Long.class)
                .single();
        AlertFilter.Before before = filter.before();
        if (before != null) {
            where += " and (raised_at, id) < (:beforeAt, :beforeId)";
            values.put("beforeAt", Timestamp.from(before.raisedAt()));
            values.put("beforeId", before.id().value());
        }
        values.put("limit", filter.limit() + 1);
        List<Alert> found = sql.sql(
                        "select * from alert where " + where + " order by raised_at desc, id desc limit :limit")
                .params(values)
                .query(rows)
                .list();
        if (found.size() <= filter.limit()) {
            return new AlertPage(found, total, null);
        }
        List<Alert> items = found.subList(0, filter.limit());
        Alert last = items.get(items.size() - 1);
        return new AlertPage(items, total, new AlertFilter.Before(last.raisedAt(), last.id()).text());
    }

    private static String where(Optional<AgencyId> only, AlertFilter filter, Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        parts.add("true");
        only.ifPresent(agency -> {
            parts.add("agency = :agency");
            values.put("agency", agency.value());
        });
        among(parts, values, "state", filter.states());
        among(parts, values, "severity", filter.severities());
        among(parts, values, "kind", filter.kinds());
        CameraId camera = filter.camera();
        if (camera != null) {
            parts.add("camera = :camera");
            values.put("camera", camera.value());
        }
        DatastreamId datastream = filter.datastream();
        if (datastream != null) {
            parts.add("(datastream = :datastream or city -> 'causes' @> jsonb_build_array("
                    + "jsonb_build_object('datastream', cast(:datastream as bigint))))");
            values.put("datastream", datastream.value());
        }
        Instant from = filter.from();
        if (from != null) {
            parts.add("raised_at >= :from");
            values.put("from", Timestamp.from(from));
        }
        Instant to = filter.to();
        if (to != null) {
            parts.add("raised_at < :to");
            values.put("to", Timestamp.from(to));
        }
        int number = 0;
        for (String word : filter.words()) {
            String name = "word" + number++;
            parts.add("(message || ' ' || source_name || ' ' || coalesce(place_name, '') || ' ' || rule_name || ' '"
                    + " || coalesce(part, '')) ilike :" + name);
            values.put(
                    name, "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
        return String.join(" and ", parts);
    }

    private static void among(
            List<String> parts, Map<String, Object> values, String column, Set<? extends Enum<?>> wanted) {
        if (!wanted.isEmpty()) {
            parts.add(column + " in (:" + column + ")");
            values.put(column, wanted.stream().map(Enum::name).toList());
        }
    }

    /** False when it was not new any more. */
    boolean acknowledge(AlertId id, Alert.Who by, Instant at) {
        return sql.sql("update alert set state = 'ACKNOWLEDGED', acknowledged_by = :by, acknowledged_by_name = :name,"
                                + " acknowledged_at = :at where id = :id and state = 'NEW'")
                        .param("by", by.id().value())
                        .param("name", by.name())
                        .param("at", Timestamp.from(at))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** False when it was dismissed already or is worked on in an incident. */
    boolean dismiss(AlertId id, Alert.Who by, Instant at, DismissReason reason, @Nullable String note) {
        return sql.sql("update alert set state = 'DISMISSED', dismissed_by = :by, dismissed_by_name = :name,"
                                + " dismissed_at = :at, dismissed_reason = :reason, dismissed_note = :note"
                                + " where id = :id and state in ('NEW', 'ACKNOWLEDGED')")
                        .param("by", by.id().value())
                        .param("name", by.name())
                        .param("at", Timestamp.from(at))
                        .param("reason", reason.name())
                        .param("note", note)
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Back to new; false when it is new or worked on in an incident. */
    boolean takeBack(AlertId id) {
        return sql.sql("update alert set state = 'NEW', acknowledged_by = null, acknowledged_by_name = null,"
                                + " acknowledged_at = null, dismissed_by = null, dismissed_by_name = null,"
                                + " dismissed_at = null, dismissed_reason = null, dismissed_note = null"
                                + " where id = :id and state in ('ACKNOWLEDGED', 'DISMISSED')")
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** False when it is in an incident already. A dismissal is forgotten: somebody found it worth working on. */
    boolean addTo(IncidentId incident, AlertId id) {
        return sql.sql("update alert set state = 'IN_INCIDENT', incident = :incident, false_alarm = false,"
                                + " dismissed_by = null, dismissed_by_name = null, dismissed_at = null,"
                                + " dismissed_reason = null, dismissed_note = null"
                                + " where id = :id and state <> 'IN_INCIDENT'")
                        .param("incident", incident.value())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Back to what it was before; false when it is not in this incident. */
    boolean removeFrom(IncidentId incident, AlertId id) {
        return sql.sql("update alert set incident = null, false_alarm = false,"
                                + " state = case when acknowledged_by is null then 'NEW' else 'ACKNOWLEDGED' end"
                                + " where id = :id and incident = :incident")
                        .param("incident", incident.value())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Says whether the alerts of an incident turned out to be false. */
    void judge(IncidentId incident, boolean falseAlarm) {
        sql.sql("update alert set false_alarm = :falseAlarm where incident = :incident")
                .param("falseAlarm", falseAlarm)
                .param("incident", incident.value())
                .update();
    }
}

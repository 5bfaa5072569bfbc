package org.vigilia.server.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AlertId;
import org.vigilia.facts.Logged;
import org.vigilia.server.alerting.AlertChanged.What;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores what the log tells of alerts. Works inside the caller's transaction; telling it the same entry twice changes
 * nothing.
 *
 * <p>A flood becomes one line: while nobody has looked at an alert, the same rule at the same camera within a minute is
 * a repeat of it. Once somebody has looked, the next one is a new line, so that nothing new hides behind old work.
 */
@Component
final class AlertIntake {

    static final Duration REPEATS_WITHIN = Duration.ofMinutes(1);

    /** The newest proof; its box stays that of the snapshot while no newer snapshot came, or it would frame nothing. */
    private static final String PROOF = "case when picture is not null and picture = coalesce(:picture, picture)"
            + " then :proof::jsonb || jsonb_build_object('box', proof -> 'box') else :proof::jsonb end";

    private final JdbcClient sql;
    private final JsonMapper json;
    private final AlertStore alerts;
    private final Sightings sightings;
    private final Clock clock;

    private final Timer lag;

    AlertIntake(
            JdbcClient sql,
            JsonMapper json,
            AlertStore alerts,
            Sightings sightings,
            Clock clock,
            MeterRegistry meters) {
        this.sql = sql;
        this.json = json;
        this.alerts = alerts;
        this.sightings = sightings;
        this.clock = clock;
        this.lag = Timer.builder("vigilia.alerts.lag")
                .description("from the log's taking a change of an alert to its being stored for operators")
                .publishPercentileHistogram()
                .register(meters);
    }

    /** Stores entries in order; gives one change an alert that was touched, as it is after the last entry. */
    List<AlertChanged> store(List<Logged<AlertChange>> entries) {
        Map<AlertId, Touched> touched = new LinkedHashMap<>();
        for (Logged<AlertChange> entry : entries) {
            Touched change = store(entry.value(), entry.storedAt());
            lag.record(Duration.between(entry.storedAt(), clock.instant()));
            if (change != null) {
                touched.merge(change.alert, change, Touched::then);
            }
        }
        List<AlertChanged> changes = new ArrayList<>();
        for (Alert alert : alerts.listOf(touched.keySet())) {
            Touched change = touched.get(alert.id());
            if (change != null) {
                changes.add(new AlertChanged(change.what, alert, change.at, change.loggedAt));
            }
        }
        return changes;
    }

    private record Touched(AlertId alert, What what, Instant at, Instant loggedAt) {

        /** The news of two changes in one batch: that it is new outlives all else, and the older frame is what counts. */
        Touched then(Touched later) {
            boolean keeps = what == What.RAISED || (what == What.REPEATED && later.what == What.UPDATED);
            return keeps ? this : later;
        }
    }

    /** Null when nothing changed. */
    private @Nullable Touched store(AlertChange change, Instant loggedAt) {
        Optional<Occurrence> known = sql.sql(
                        "select alert, ended_at is not null as over from alert_occurrence where id = :id")
                .param("id", change.alert().value())
                .query((row, number) -> new Occurrence(new AlertId(row.getString("alert")), row.getBoolean("over")))
                .optional();
        What what;
        AlertId alert;
        if (known.isEmpty()) {
            Optional<AlertId> flood = findFlood(change);
            what = flood.isPresent() ? What.REPEATED : What.RAISED;
            alert = flood.orElse(change.alert());
            if (flood.isPresent()) {
                repeat(alert, change);
            } else {
                insert(change);
            }
            insertOccurrence(alert, change);
        } else {
            if (change.phase() == AlertChange.Phase.RAISED || known.get().over) {
                return null;
            }
            what = What.UPDATED;
            alert = known.get().alert;
            update(alert, change);
        }
        if (change.phase() == AlertChange.Phase.ENDED) {
            what = end(alert, change) && what == What.UPDATED ? What.ENDED : what;
        }
        return new Touched(alert, what, change.at(), loggedAt);
    }

    private record Occurrence(AlertId alert, boolean over) {}

    private Optional<AlertId> findFlood(AlertChange change) {
        return sql.sql("select id from alert where rule = :rule and source = :source and state = 'NEW'"
                        + " and last_raised_at between :from and :to order by last_raised_at desc limit 1 for update")
                .param("rule", change.rule().value())
                .param("source", sourceOf(change))
                .param("from", Timestamp.from(change.at().minus(REPEATS_WITHIN)))
                .param("to", Timestamp.from(change.at().plus(REPEATS_WITHIN)))
                .query((row, number) -> new AlertId(row.getString("id")))
                .optional();
    }

    /** The camera, or the datastream, or the place: a rule over many sensors has a line for each. */
    private static String sourceOf(AlertChange change) {
        AlertChange.City city = change.city();
        if (city == null) {
            return change.source();
        }
        return city.datastream() == null ? city.name() : "datastream:" + city.datastream();
    }

    private static @Nullable Long datastream(AlertChange change) {
        AlertChange.City city = change.city();
        return city == null || city.datastream() == null
                ? null
                : city.datastream().value();
    }

    private void insert(AlertChange change) {
        Sightings.Sighting seen = sightings.of(change);
        sql.sql(
                        "insert into alert (id, agency, camera, source, source_name, datastream, city, place, place_name, latitude, longitude, rule,"
                                + " rule_name, kind, severity, part, message, started_at, raised_at, last_raised_at, changed_at,"
                                + " stored_at, picture, proof) values (:id, :agency, :camera, :source, :sourceName, :datastream, :city::jsonb, :place, :placeName,"
                                + " :latitude, :longitude, :rule, :ruleName, :kind, :severity, :part, :message, :startedAt,"
                                + " :at, :at, :at, :storedAt, :picture, :proof::jsonb)")
                .param("id", change.alert().value())
                .param("agency", seen.agency() == null ? null : seen.agency().value())
                .param(
                        "camera",
                        change.camera() == null ? null : change.camera().value())
                .param("source", sourceOf(change))
                .param("sourceName", seen.sourceName())
                .param("datastream", datastream(change))
                .param("city", change.city() == null ? null : json.writeValueAsString(change.city()))
                .param("place", seen.place() == null ? null : seen.place().id())
                .param("placeName", seen.place() == null ? null : seen.place().name())
                .param(
                        "latitude",
                        seen.location() == null ? null : seen.location().latitude())
                .param(
                        "longitude",
                        seen.location() == null ? null : seen.location().longitude())
                .param("rule", change.rule().value())
                .param("ruleName", seen.ruleName())
                .param("kind", change.kind().name())
                .param("severity", change.severity().name())
                .param("part", change.part())
                .param("message", change.message())
                .param("startedAt", Timestamp.from(change.startedAt()))
                .param("at", Timestamp.from(change.at()))
                .param("storedAt", Timestamp.from(clock.instant()))
                .param("picture", picture(change))
                .param("proof", proof(change))
                .update();
    }

    private void insertOccurrence(AlertId alert, AlertChange change) {
        sql.sql("insert into alert_occurrence (id, alert, raised_at, message, picture)"
                        + " values (:id, :alert, :at, :message, :picture)")
                .param("id", change.alert().value())
                .param("alert", alert.value())
                .param("at", Timestamp.from(change.at()))
                .param("message", change.message())
                .param("picture", picture(change))
                .update();
    }

    private void repeat(AlertId alert, AlertChange change) {
        sql.sql("update alert set repeats = repeats + 1, ended_at = null,"
                        + " last_raised_at = greatest(last_raised_at, :at), changed_at = greatest(changed_at, :at),"
                        + " picture = coalesce(picture, :picture) where id = :id")
                .param("at", Timestamp.from(change.at()))
                .param("picture", picture(change))
                .param("id", alert.value())
                .update();
    }

    /** What is told of a repeat does not overwrite what the line itself shows: it has its own occurrence. */
    private void update(AlertId alert, AlertChange change) {
        sql.sql("update alert_occurrence set message = :message, picture = coalesce(:picture, picture) where id = :id")
                .param("message", change.message())
                .param("picture", picture(change))
                .param("id", change.alert().value())
                .update();
        boolean first = alert.equals(change.alert());
        sql.sql("update alert set changed_at = greatest(changed_at, :at)"
                        + (first
                                ? ", message = :message, proof = " + PROOF + ", picture = coalesce(:picture, picture)"
                                : "")
                        + " where id = :id")
                .param("at", Timestamp.from(change.at()))
                .param("message", change.message())
                .param("proof", proof(change))
                .param("picture", picture(change))
                .param("id", alert.value())
                .update();
    }

    /** True when with this occurrence the last one of the alert ended. */
    private boolean end(AlertId alert, AlertChange change) {
        sql.sql("update alert_occurrence set ended_at = :at where id = :id")
                .param("at", Timestamp.from(change.at()))
                .param("id", change.alert().value())
                .update();
        return sql.sql("update alert set ended_at = :at where id = :id and ended_at is null and not exists"
                                + " (select 1 from alert_occurrence where alert = :id and ended_at is null)")
                        .param("at", Timestamp.from(change.at()))
                        .param("id", alert.value())
                        .update()
                == 1;
    }

    private static @Nullable String picture(AlertChange change) {
        return change.proof().picture() == null
                ? null
                : change.proof().picture().value();
    }

    private String proof(AlertChange change) {
        AlertChange.Proof proof = change.proof();
        return json.writeValueAsString(
                new AlertRows.Proof(proof.box(), proof.path(), proof.tracks(), proof.measures()));
    }
}

package org.vigilia.server.sensing.ngsi.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.server.sensing.device.Fleet;
import org.vigilia.server.sensing.device.Newest;
import org.vigilia.server.sensing.ngsi.EntityId;
import org.vigilia.server.sensing.ngsi.EntityViews;
import org.vigilia.server.sensing.ngsi.Extras;
import org.vigilia.server.sensing.ngsi.NgsiError;
import org.vigilia.server.sensing.ngsi.Terms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the log of observations into what subscribers are to be told. The rows to send and the place in the log they come from
 * are one transaction, so a crash at any moment loses none and doubles none. Of several servers one does it at a time.
 *
 * <p>Late values (more than ten minutes, see {@link QualityFlag#LATE}) are history, not a change of the entity, and not told.
 */
@Component
class ChangeFollower {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);
    private static final int BATCHES = 64;
    private static final int MAX_STRANGERS = 10_000;
    /** Of the advisory lock that only one server holds. */
    private static final long LOCK = 77_100;
    /** No part of the log: the row that says that the others were written. */
    private static final int MARK = -1;

    private final ObservationLog log;
    private final JdbcTemplate jdbc;
    private final SubscriptionRows rows;
    private final Means means;
    private final Map<String, Read> rules = new ConcurrentHashMap<>();
    private final Set<Long> strangers = new HashSet<>();

    /** What entities are made with. */
    @Component("org.vigilia.server.sensing.ngsi.subscription.ChangeFollower.Means")
    record Means(Fleet fleet, EntityViews views, Extras extras, NgsiSettings settings) {}

    private record Read(Instant modifiedAt, SubscriptionRule rule) {}

    private record Active(SubscriptionRows.Row row, SubscriptionRule rule) {}

    private record Moment(String device, Instant at) {}

    ChangeFollower(FactStore facts, JdbcTemplate jdbc, SubscriptionRows rows, Means means) {
        this.log = facts.observations();
        this.jdbc = jdbc;
        this.rows = rows;
        this.means = means;
    }

    /** What a look found. */
    enum Look {
        /** Nobody wants to be told, or another server looks. */
        IDLE,
        NOTHING_NEW,
        MORE
    }

    /** Goes on from where the last look ended. Called by one thread. */
    @Transactional
    public Look look() {
        if (!Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
            return Look.IDLE;
        }
        Optional<Position> noted = known();
        // before subscriptions are read: what is stored after one was made lies behind this end
        Position end = noted.isPresent() && rows.anyActive() ? noted.get() : log.end();
        List<Active> active = active();
        if (active.isEmpty() && !noted.equals(Optional.of(end))) {
            save(end);
            return Look.IDLE;
        }
        Position known = noted.orElseGet(() -> log.from(earliest(active)));
        List<Logged<ObservationBatch>> batches = log.read(known, BATCHES);
        Position position = known;
        Map<String, List<Object[]>> told = new LinkedHashMap<>();
        for (Logged<ObservationBatch> batch : batches) {
            take(batch, active, told);
            position = position.after(batch);
        }
        for (Active each : active) {
            put(each, told.getOrDefault(each.row.id(), List.of()));
        }
        if (!noted.equals(Optional.of(position))) {
            save(position);
        }
        return batches.isEmpty() ? active.isEmpty() ? Look.IDLE : Look.NOTHING_NEW : Look.MORE;
    }

    private static Instant earliest(List<Active> active) {
        return active.stream()
                .map(a -> a.row.activeSince())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /**
     * Where the last look ended; empty when there was none yet. An empty log has a place too, its beginning: what is stored
     * first must not be taken for something that was there before.
     */
    private Optional<Position> known() {
        Map<Integer, Long> seqs = new HashMap<>();
        jdbc.query("select part, seq from ngsi_followed", row -> {
            seqs.put(row.getInt(1), row.getLong(2));
        });
        return seqs.remove(MARK) == null ? Optional.empty() : Optional.of(new Position(seqs));
    }

    private void save(Position position) {
        List<Object[]> places = new ArrayList<>();
        places.add(new Object[] {MARK, 0L});
        position.seqByPart().forEach((part, seq) -> places.add(new Object[] {part, seq}));
        jdbc.batchUpdate(
                "insert into ngsi_followed (part, seq) values (?, ?) on conflict (part) do update set seq = excluded.seq",
                places);
    }

    private List<Active> active() {
        List<Active> active = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (SubscriptionRows.Row row : rows.listActive()) {
            ids.add(row.id());
            Read read = rules.get(row.id());
            if (read == null || !read.modifiedAt.equals(row.modifiedAt())) {
                try {
                    read = new Read(row.modifiedAt(), SubscriptionRule.read(row.body()));
                    rules.put(row.id(), read);
                } catch (NgsiError e) {
                    // made by a version that knew more
                    rows.pause(row.id(), "this version does not understand it: " + e.detail());
                    continue;
                }
            }
            active.add(new Active(row, read.rule));
        }
        rules.keySet().retainAll(ids);
        return active;
    }

    private void take(Logged<ObservationBatch> batch, List<Active> active, Map<String, List<Object[]>> told) {
        Map<Moment, List<Observation>> moments = new LinkedHashMap<>();
        Map<String, Fleet.Card> cards = new HashMap<>();
        for (Observation o : batch.value().observations()) {
            if ((o.quality() & QualityFlag.LATE.bit()) == 0) {
                device(o.datastream().value()).ifPresent(card -> {
                    cards.put(card.id(), card);
                    moments.computeIfAbsent(new Moment(card.id(), o.at()), m -> new ArrayList<>())
                            .add(o);
                });
            }
        }
        moments.forEach((moment, observations) -> {
            Fleet.Card card = cards.get(moment.device);
            if (card != null) {
                EntityViews.id(card).ifPresent(id -> tell(batch, active, told, new Change(id, card, observations)));
            }
        });
    }

    /** What a device told of one moment. */
    private record Change(EntityId id, Fleet.Card card, List<Observation> observations) {

        Set<String> attributes() {
            Set<Long> ids = new HashSet<>();
            observations.forEach(o -> ids.add(o.datastream().value()));
            Set<String> names = new HashSet<>();
            Terms.attributes(card).forEach((name, channel) -> {
                if (ids.contains(channel.datastream())) {
                    names.add(name);
                }
            });
            return names;
        }
    }

    private void tell(
            Logged<ObservationBatch> batch, List<Active> active, Map<String, List<Object[]>> told, Change change) {
        Set<String> attributes = change.attributes();
        ObjectNode entity = null;
        for (Active each : active) {
            if (!each.row.agency().equals(change.card.agency())
                    || batch.storedAt().isBefore(each.row.activeSince())
                    || !each.rule.concerns(change.id, change.card.location(), attributes)) {
                continue;
            }
            if (entity == null) {
                entity = entity(change, batch.storedAt());
            }
            if (each.rule.filter() == null || each.rule.filter().holds(entity)) {
                told.computeIfAbsent(each.row.id(), x -> new ArrayList<>())
                        .add(new Object[] {each.row.id(), change.id.toString(), entity.toString()});
            }
        }
    }

    /** The entity with what changed as it was told, and the rest as it is now. */
    private ObjectNode entity(Change change, Instant storedAt) {
        Map<Long, Newest> fresh = new HashMap<>();
        change.observations.forEach(o ->
                fresh.put(o.datastream().value(), new Newest(o.at(), storedAt, o.value(), o.result(), o.quality())));
        Map<String, JsonNode> extras = means.extras.find(change.card.id());
        return means.views.normalized(change.id, change.card, d -> newest(fresh, d), extras);
    }

    private @Nullable Newest newest(Map<Long, Newest> fresh, long datastream) {
        Newest told = fresh.get(datastream);
        return told == null ? means.fleet.newest(datastream).orElse(null) : told;
    }

    /** A device that another server made a moment ago is not in memory yet: it is looked for once. */
    private Optional<Fleet.Card> device(long datastream) {
        Optional<Fleet.Device> known = means.fleet.ofDatastream(datastream);
        if (known.isEmpty() && strangers.add(datastream)) {
            means.fleet.expire();
            known = means.fleet.ofDatastream(datastream);
            if (strangers.size() > MAX_STRANGERS) {
                strangers.clear();
            }
        }
        return known.map(Fleet.Device::card);
    }

    private void put(Active active, List<Object[]> changes) {
        if (changes.isEmpty()) {
            return;
        }
        String id = active.row.id();
        if (active.rule.throttlingMs() > 0) {
            // while it must be quiet only the newest state of each entity waits
            jdbc.batchUpdate(
                    "insert into ngsi_outbox (subscription_id, entity, merged, body) values (?, ?, true, cast(? as jsonb))"
                            + " on conflict (subscription_id, entity) where merged do update"
                            + " set body = ngsi_outbox.body || excluded.body, version = ngsi_outbox.version + 1",
                    changes);
            return;
        }
        long room = Math.max(0, means.settings.waiting() - active.row.record().waiting());
        List<Object[]> fitting = changes.size() <= room ? changes : changes.subList(0, (int) room);
        jdbc.batchUpdate(
                "insert into ngsi_outbox (subscription_id, entity, merged, body) values (?, ?, false, cast(? as jsonb))",
                fitting);
        if (fitting.size() < changes.size()) {
            rows.pause(
                    id,
                    means.settings.waiting()
                            + " notifications wait for the receiver, which is the most that may. They are kept"
                            + " and sent when the subscription is made active again (PATCH isActive true); changes since"
                            + " the pause began are not told.");
            LOG.atWarn().addKeyValue("subscription", id).log("paused: too many notifications wait");
        }
    }
}

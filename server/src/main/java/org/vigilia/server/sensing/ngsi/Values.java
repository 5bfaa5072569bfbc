package org.vigilia.server.sensing.ngsi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Reading;

/** The way of measured values into the store: the same gate and the same append as all others. Durable when it returns. */
@Component
class Values {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Directory directory;
    private final Gate gate;
    private final ObservationLog log;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Values(Directory directory, Gate gate, FactStore facts, JdbcTemplate jdbc, Clock clock) {
        this.directory = directory;
        this.gate = gate;
        this.log = facts.observations();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A value on its way.
     *
     * @param attribute as the client named it
     * @param value in the unit of the datastream
     */
    record Pending(
            String attribute,
            long datastream,
            double value,
            @Nullable Instant at,
            @Nullable String details) {}

    /**
     * Stores the values of several entities at once.
     *
     * @return why attributes were refused, by entity and attribute; entities without refusals are left out
     * @throws NgsiError when datastreams that were made just now do not become known to the gate; nothing was stored then
     */
    Map<EntityId, Map<String, String>> store(Map<EntityId, List<Pending>> pending, AgencyId agency) {
        await(pending);
        Instant now = clock.instant();
        Map<EntityId, Map<String, String>> refused = new LinkedHashMap<>();
        List<Observation> accepted = new ArrayList<>();
        Map<Observation, EntityId> owners = new LinkedHashMap<>();
        Map<Observation, String> names = new LinkedHashMap<>();
        pending.forEach((entity, values) -> {
            for (Pending value : values) {
                Gate.Sorted sorted = gate.sort(List.of(reading(value, now)), Sender.of(agency));
                sorted.refused()
                        .forEach(r -> refused.computeIfAbsent(entity, x -> new LinkedHashMap<>())
                                .put(value.attribute, r.reason()));
                for (Observation observation : sorted.accepted()) {
                    accepted.add(observation);
                    owners.put(observation, entity);
                    names.put(observation, value.attribute);
                }
            }
        });
        if (!accepted.isEmpty() && log.append(accepted).duplicates() > 0) {
            for (Observation observation : accepted) {
                EntityId entity = owners.get(observation);
                String contradiction = contradiction(observation);
                if (entity != null && contradiction != null) {
                    refused.computeIfAbsent(entity, x -> new LinkedHashMap<>())
                            .put(String.valueOf(names.get(observation)), contradiction);
                }
            }
        }
        return refused;
    }

    private static Reading reading(Pending value, Instant now) {
        return new Reading(
                new Reading.Origin(value.datastream),
                value.at == null ? now : value.at,
                value.value,
                null,
                false,
                value.details == null ? null : new Reading.Details(null, null, value.details));
    }

    /** The same value told twice is one; another value of the same time was left out, and whoever told it must know. */
    private @Nullable String contradiction(Observation observation) {
        List<Double> stored = jdbc.queryForList(
                "select value from facts.observation where datastream = ? and at = ? order by again limit 1",
                Double.class,
                observation.datastream().value(),
                observation.at().atOffset(ZoneOffset.UTC));
        if (stored.isEmpty() || stored.get(0) == null || stored.get(0) == observation.value()) {
            return null;
        }
        return "there is another value of " + observation.at()
                + " already, which was kept; tell the time of this one, or correct the other by SensorThings";
    }

    /** The gate hears of new datastreams a moment after they were made. */
    private void await(Map<EntityId, List<Pending>> pending) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<Pending> values : pending.values()) {
            for (Pending value : values) {
                while (directory.datastream(value.datastream) == null) {
                    if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                        throw new NgsiError(
                                NgsiError.Kind.InternalError,
                                "The devices are there, but their values could not be stored yet. Tell them again.");
                    }
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }
}

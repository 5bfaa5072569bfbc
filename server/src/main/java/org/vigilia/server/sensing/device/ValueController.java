package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Reading;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.JsonNode;

/** Values by plain HTTP: one or many, by device and channel or by the number of the datastream. */
@RestController
@Tag(name = "sensing")
class ValueController {

    private static final int MAX_AT_ONCE = 50_000;

    private final ObservationLog log;
    private final Gate gate;
    private final Clock clock;

    ValueController(FactStore facts, Gate gate, Clock clock) {
        this.log = facts.observations();
        this.gate = gate;
        this.clock = clock;
    }

    /** One that was not stored. @param index its place in the request, from 0 */
    record RejectedValue(int index, String reason) {}

    /**
     * What became of a request.
     *
     * @param duplicates values of a time for which there was one already
     */
    record Stored(int stored, int duplicates, List<RejectedValue> rejected) {}

    @PostMapping("/api/v1/sensing/observations")
    @Requires(Right.WRITE_OBSERVATIONS)
    @Operation(
            operationId = "storeObservations",
            summary =
                    "Store values: one object or an array of {device, channel | datastream, time?, value}; durable when"
                            + " answered, and those that are refused are told")
    Stored store(Caller by, @RequestBody JsonNode body) {
        List<JsonNode> values = new ArrayList<>();
        if (body.isArray()) {
            body.forEach(values::add);
        } else {
            values.add(body);
        }
        if (values.isEmpty() || values.size() > MAX_AT_ONCE) {
            throw Problem.invalid("", "Give 1 to " + MAX_AT_ONCE + " values in one request.");
        }
        Instant now = clock.instant();
        Sender sender = Sender.of(by.agencyId());
        List<Observation> good = new ArrayList<>();
        List<RejectedValue> rejected = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String reason = take(values.get(i), now, sender, good);
            if (reason != null) {
                rejected.add(new RejectedValue(i, reason));
            }
        }
        ObservationLog.Appended appended = log.append(good);
        return new Stored(appended.stored(), appended.duplicates(), rejected);
    }

    /** @return why it is refused; null when it is good */
    private @Nullable String take(JsonNode value, Instant now, Sender sender, List<Observation> good) {
        try {
            Gate.Sorted sorted = gate.sort(List.of(reading(value, now)), sender);
            good.addAll(sorted.accepted());
            return sorted.refused().isEmpty() ? null : sorted.refused().get(0).reason();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static Reading reading(JsonNode json, Instant now) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(
                    "it must be an object with device and channel, or datastream, and a value");
        }
        JsonNode value = json.get("value");
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("'value' is missing");
        }
        Reading.Origin origin = origin(json);
        Instant at = time(json.get("time"), now);
        return value.isNumber()
                ? new Reading(origin, at, value.asDouble())
                : Reading.ofText(origin, at, value.toString());
    }

    private static Reading.Origin origin(JsonNode json) {
        JsonNode datastream = json.get("datastream");
        if (datastream != null && datastream.isIntegralNumber() && datastream.asLong() > 0) {
            return new Reading.Origin(datastream.asLong());
        }
        String device = json.path("device").asString("");
        String channel = json.path("channel").asString("");
        if (device.isEmpty() || channel.isEmpty()) {
            throw new IllegalArgumentException("it names neither device and channel nor the number of a datastream");
        }
        return new Reading.Origin(device, channel);
    }

    private static Instant time(@Nullable JsonNode time, Instant now) {
        if (time == null || time.isNull()) {
            return now;
        }
        try {
            return time.isNumber()
                    ? Instant.ofEpochMilli(time.asLong())
                    : OffsetDateTime.parse(time.asString("")).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'time' must be such as 2026-11-25T10:00:00Z, or milliseconds since 1970, but is " + time);
        }
    }
}

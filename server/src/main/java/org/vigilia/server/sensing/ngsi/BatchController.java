package org.vigilia.server.sensing.ngsi;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many entities in one request (NGSI-LD 6.14 to 6.17); those that are refused are told, the others are stored. */
@RestController
@RequestMapping("/ngsi-ld/v1/entityOperations")
@Hidden
class BatchController {

    private static final int MAX = 1_000;

    private final EntityDesk desk;
    private final Values values;
    private final Exchange exchange;
    private final JsonMapper json;
    private final Clock clock;

    BatchController(EntityDesk desk, Values values, Exchange exchange, JsonMapper json, Clock clock) {
        this.desk = desk;
        this.values = values;
        this.exchange = exchange;
        this.json = json;
        this.clock = clock;
    }

    /** An entity that was not changed, or not wholly. */
    private record Failure(String entity, NgsiError error) {}

    @PostMapping("/create")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> create(Caller by, HttpServletRequest request) throws IOException {
        return write(by, request, EntityDesk.Mode.CREATE);
    }

    /** Making a device needs the right to, entity by entity. */
    @PostMapping("/upsert")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> upsert(Caller by, HttpServletRequest request) throws IOException {
        return write(by, request, EntityDesk.Mode.UPSERT);
    }

    @PostMapping("/update")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> update(Caller by, HttpServletRequest request) throws IOException {
        return write(by, request, EntityDesk.Mode.APPEND);
    }

    @PostMapping("/delete")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> remove(Caller by, HttpServletRequest request) throws IOException {
        List<String> done = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (JsonNode each : list(request)) {
            String name = each.isString() ? each.stringValue() : each.path("id").asString("");
            try {
                desk.remove(by, EntityId.parse(name));
                done.add(name);
            } catch (NgsiError | Problem e) {
                failures.add(new Failure(name, error(e)));
            }
        }
        return failures.isEmpty() ? ResponseEntity.noContent().build() : mixed(request, done, failures);
    }

    private JsonNode list(HttpServletRequest request) throws IOException {
        JsonNode body = exchange.body(request);
        if (!body.isArray() || body.isEmpty() || body.size() > MAX) {
            throw NgsiError.bad("Give an array of 1 to " + MAX + " entities.");
        }
        return body;
    }

    private ResponseEntity<byte[]> write(Caller by, HttpServletRequest request, EntityDesk.Mode mode)
            throws IOException {
        List<EntityDesk.Prepared> prepared = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Map<EntityId, List<Values.Pending>> pending = new LinkedHashMap<>();
        for (JsonNode each : list(request)) {
            try {
                EntityId id = EntityBody.id(each);
                Fragment fragment = FragmentReader.read(each, clock.instant());
                EntityDesk.Prepared one = desk.prepare(by, id, fragment, mode);
                prepared.add(one);
                pending.computeIfAbsent(id, x -> new ArrayList<>()).addAll(one.values());
            } catch (NgsiError | Problem | IllegalArgumentException e) {
                failures.add(new Failure(each.path("id").asString(""), error(e)));
            }
        }
        values.store(pending, by.agencyId())
                .forEach((id, refused) -> failures.add(
                        new Failure(id.toString(), NgsiError.bad("Not all values were stored: " + refused))));
        List<String> done = prepared.stream()
                .map(p -> p.id().toString())
                .distinct()
                .filter(id -> failures.stream().noneMatch(f -> f.entity.equals(id)))
                .toList();
        if (!failures.isEmpty()) {
            return mixed(request, done, failures);
        }
        List<String> created = prepared.stream()
                .filter(EntityDesk.Prepared::created)
                .map(p -> p.id().toString())
                .toList();
        if (created.isEmpty()) {
            return ResponseEntity.noContent().build();
        }
        ArrayNode answer = json.createArrayNode();
        created.forEach(answer::add);
        return exchange.answer(request, 201, answer);
    }

    private static NgsiError error(RuntimeException e) {
        if (e instanceof NgsiError error) {
            return error;
        }
        return e instanceof Problem problem
                ? new NgsiError(
                        NgsiErrors.kind(problem.getStatusCode().value()),
                        String.valueOf(problem.getBody().getDetail()))
                : NgsiError.bad(String.valueOf(e.getMessage()));
    }

    private ResponseEntity<byte[]> mixed(HttpServletRequest request, List<String> done, List<Failure> failures) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode success = answer.putArray("success");
        done.forEach(success::add);
        ArrayNode errors = answer.putArray("errors");
        for (Failure failure : failures) {
            errors.addObject()
                    .put("entityId", failure.entity)
                    .putObject("error")
                    .put("type", failure.error.kind().type())
                    .put("title", failure.error.kind().title())
                    .put("detail", failure.error.detail())
                    .put("status", failure.error.kind().status());
        }
        return exchange.answer(request, 207, answer);
    }
}

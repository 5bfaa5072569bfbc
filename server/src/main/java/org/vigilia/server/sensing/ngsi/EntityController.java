package org.vigilia.server.sensing.ngsi;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities of NGSI-LD, described in docs/reference/ngsi-ld.md rather than in OpenAPI, which the standard has its own of. */
@RestController
@RequestMapping("/ngsi-ld/v1/entities")
@Hidden
class EntityController {

    static final int MAX_PAGE = 1_000;

    private final EntityDesk desk;
    private final Values values;
    private final EntitySearch search;
    private final EntityViews views;
    private final Means means;

    /** What requests are read and answered with. */
    @org.springframework.stereotype.Component("org.vigilia.server.sensing.ngsi.EntityController.Means")
    record Means(Exchange exchange, Access access, JsonMapper json, Clock clock) {}

    EntityController(EntityDesk desk, Values values, EntitySearch search, EntityViews views, Means means) {
        this.desk = desk;
        this.values = values;
        this.search = search;
        this.views = views;
        this.means = means;
    }

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> list(Caller by, @RequestParam Map<String, String> query, HttpServletRequest request) {
        Exchange.checkLink(request);
        Options options = Options.of(query);
        if (List.of("type", "id", "idPattern", "attrs", "q", "georel").stream().noneMatch(query::containsKey)
                && !"true".equals(query.get("local"))) {
            throw NgsiError.bad(
                    "Say which entities: by type, id, idPattern, attrs, q or georel; or local=true for all.");
        }
        String pattern = query.get("idPattern");
        String filter = query.get("q");
        String georel = query.get("georel");
        Set<String> attributes = EntitySearch.attributes(query.get("attrs"));
        EntitySearch.Criteria criteria = new EntitySearch.Criteria(
                EntitySearch.models(query.get("type")),
                query.containsKey("id") ? Set.of(query.get("id").split(",")) : Set.of(),
                pattern == null ? null : BoundedPattern.of("idPattern", pattern),
                attributes,
                filter == null ? null : FilterParser.parse(filter),
                georel == null
                        ? null
                        : GeoFilter.parse(
                                georel, query.get("geometry"), query.get("coordinates"), query.get("geoproperty")));
        Optional<AgencyId> agency = means.access.limit(by, Right.SEE_SENSORS);
        EntitySearch.Found found = search.search(agency, criteria, options.offset(), options.limit(), options.times());
        ArrayNode entities = means.json.createArrayNode();
        found.entities().forEach(e -> entities.add(views.shown(e, options.form(), attributes)));
        HttpHeaders headers = pages(request, options, found.total());
        if (options.count()) {
            headers.set("NGSILD-Results-Count", String.valueOf(found.total()));
        }
        return means.exchange.answer(request, 200, entities, headers);
    }

    private static HttpHeaders pages(HttpServletRequest request, Options options, int total) {
        HttpHeaders headers = new HttpHeaders();
        if (options.offset() > 0) {
            headers.add(HttpHeaders.LINK, page(request, Math.max(0, options.offset() - options.limit()), "prev"));
        }
        if (options.limit() > 0 && options.offset() + options.limit() < total) {
            headers.add(HttpHeaders.LINK, page(request, options.offset() + options.limit(), "next"));
        }
        return headers;
    }

    private static String page(HttpServletRequest request, int offset, String relation) {
        StringBuilder address = new StringBuilder(request.getRequestURI()).append('?');
        request.getParameterMap().forEach((name, all) -> {
            if (!name.equals("offset")) {
                address.append(encoded(name))
                        .append('=')
                        .append(encoded(all[0]))
                        .append('&');
            }
        });
        return "<" + address.append("offset=").append(offset) + ">; rel=\"" + relation + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> get(
            Caller by, @PathVariable String id, @RequestParam Map<String, String> query, HttpServletRequest request) {
        Exchange.checkLink(request);
        Options options = Options.of(query);
        EntityId entity = EntityId.parse(id);
        ObjectNode whole = search.whole(List.of(desk.require(by, Right.SEE_SENSORS, entity)), options.times())
                .get(0);
        Set<String> attributes = EntitySearch.attributes(query.get("attrs"));
        if (!attributes.isEmpty() && attributes.stream().noneMatch(whole::has)) {
            throw NgsiError.missing("entity with one of the attributes " + attributes + ":", id);
        }
        return means.exchange.answer(request, 200, views.shown(whole, options.form(), attributes));
    }

    @PostMapping
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> create(Caller by, HttpServletRequest request) throws IOException {
        JsonNode body = means.exchange.body(request);
        EntityId id = EntityBody.id(body);
        Fragment fragment = FragmentReader.read(body, means.clock.instant());
        EntityDesk.Prepared made = desk.prepare(by, id, fragment, EntityDesk.Mode.CREATE);
        Map<String, String> refused =
                values.store(Map.of(id, made.values()), by.agencyId()).getOrDefault(id, Map.of());
        if (!refused.isEmpty()) {
            throw NgsiError.bad("The entity was made, but not all of its values were stored: " + refused);
        }
        return ResponseEntity.status(201)
                .location(java.net.URI.create("/ngsi-ld/v1/entities/" + id))
                .build();
    }

    @PostMapping("/{id}/attrs")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> append(
            Caller by,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String options,
            HttpServletRequest request)
            throws IOException {
        if (options != null && options.contains("noOverwrite")) {
            throw new NgsiError(
                    NgsiError.Kind.OperationNotSupported,
                    "'noOverwrite' is not supported: new values never erase old ones.");
        }
        return change(by, id, request, EntityDesk.Mode.APPEND);
    }

    @PatchMapping({"/{id}/attrs", "/{id}"})
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> update(Caller by, @PathVariable String id, HttpServletRequest request) throws IOException {
        boolean merge = !request.getRequestURI().endsWith("/attrs");
        return change(by, id, request, merge ? EntityDesk.Mode.APPEND : EntityDesk.Mode.UPDATE);
    }

    private ResponseEntity<byte[]> change(Caller by, String name, HttpServletRequest request, EntityDesk.Mode mode)
            throws IOException {
        EntityId id = EntityId.parse(name);
        JsonNode body = means.exchange.body(request);
        EntityBody.requireSame(id, body);
        return changed(by, id, body, request, mode);
    }

    @PatchMapping("/{id}/attrs/{attribute}")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> updateOne(
            Caller by, @PathVariable String id, @PathVariable String attribute, HttpServletRequest request)
            throws IOException {
        ObjectNode body = means.json.createObjectNode();
        body.set(attribute, means.exchange.body(request));
        ResponseEntity<byte[]> answer = changed(by, EntityId.parse(id), body, request, EntityDesk.Mode.UPDATE);
        if (answer.getStatusCode().value() == 207) {
            throw NgsiError.bad("'" + attribute + "' was not changed: "
                    + means.json
                            .readTree(answer.getBody())
                            .at("/notUpdated/0/reason")
                            .asString());
        }
        return answer;
    }

    private ResponseEntity<byte[]> changed(
            Caller by, EntityId id, JsonNode body, HttpServletRequest request, EntityDesk.Mode mode) {
        Fragment fragment = FragmentReader.read(body, means.clock.instant());
        EntityDesk.Prepared prepared = desk.prepare(by, id, fragment, mode);
        Map<String, String> refused = new java.util.LinkedHashMap<>(prepared.refused());
        refused.putAll(
                values.store(Map.of(id, prepared.values()), by.agencyId()).getOrDefault(id, Map.of()));
        if (refused.isEmpty()) {
            return ResponseEntity.noContent().build();
        }
        ObjectNode answer = means.json.createObjectNode();
        ArrayNode updated = answer.putArray("updated");
        body.properties().forEach(member -> {
            String attribute = Contexts.shortName(member.getKey());
            if (!EntityViews.isMember(attribute) && !refused.containsKey(attribute)) {
                updated.add(attribute);
            }
        });
        ArrayNode not = answer.putArray("notUpdated");
        refused.forEach((attribute, reason) ->
                not.addObject().put("attributeName", attribute).put("reason", reason));
        return means.exchange.answer(request, 207, answer);
    }

    @DeleteMapping("/{id}")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> remove(Caller by, @PathVariable String id) {
        desk.remove(by, EntityId.parse(id));
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/{id}/attrs/{attribute}")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> removeAttribute(Caller by, @PathVariable String id, @PathVariable String attribute) {
        desk.removeAttribute(by, EntityId.parse(id), Contexts.shortName(attribute));
        return ResponseEntity.noContent().build();
    }
}

package org.vigilia.server.sensing.ngsi;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.device.Fleet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which types of entities there are for the caller (NGSI-LD 6.25, 6.26). */
@RestController
@RequestMapping("/ngsi-ld/v1/types")
@Hidden
class TypeController {

    private final Fleet fleet;
    private final Access access;
    private final Exchange exchange;
    private final JsonMapper json;

    TypeController(Fleet fleet, Access access, Exchange exchange, JsonMapper json) {
        this.fleet = fleet;
        this.access = access;
        this.exchange = exchange;
        this.json = json;
    }

    /** What is known of a type. */
    private static final class Summary {
        private final TreeSet<String> attributes = new TreeSet<>();
        private int count;
    }

    private Map<EntityModel, Summary> summaries(Caller by) {
        Map<EntityModel, Summary> summaries = new EnumMap<>(EntityModel.class);
        for (Fleet.Device device : fleet.list(access.limit(by, Right.SEE_SENSORS))) {
            EntityModel.of(device.card().kind()).ifPresent(model -> {
                Summary summary = summaries.computeIfAbsent(model, m -> new Summary());
                summary.count++;
                summary.attributes.addAll(Terms.attributes(device.card()).keySet());
            });
        }
        return summaries;
    }

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> list(
            Caller by, @RequestParam(defaultValue = "false") boolean details, HttpServletRequest request) {
        Exchange.checkLink(request);
        Map<EntityModel, Summary> summaries = summaries(by);
        if (details) {
            ArrayNode all = json.createArrayNode();
            summaries.forEach((model, summary) -> {
                ObjectNode type = all.addObject()
                        .put("id", model.type())
                        .put("type", "EntityType")
                        .put("typeName", model.type());
                ArrayNode names = type.putArray("attributeNames");
                summary.attributes.forEach(names::add);
            });
            return exchange.answer(request, 200, all);
        }
        ObjectNode answer = json.createObjectNode()
                .put("id", "urn:ngsi-ld:EntityTypeList:all")
                .put("type", "EntityTypeList");
        ArrayNode types = answer.putArray("typeList");
        summaries.keySet().forEach(model -> types.add(model.type()));
        return exchange.answer(request, 200, answer);
    }

    @GetMapping("/{type}")
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> get(Caller by, @PathVariable String type, HttpServletRequest request) {
        Exchange.checkLink(request);
        EntityModel model = EntityModel.ofType(type);
        Summary summary = summaries(by).get(model);
        if (summary == null) {
            throw NgsiError.missing("entity of the type", type);
        }
        ObjectNode answer = json.createObjectNode()
                .put("id", model.type())
                .put("type", "EntityTypeInfo")
                .put("typeName", model.type())
                .put("entityCount", summary.count);
        ArrayNode attributes = answer.putArray("attributeDetails");
        for (String attribute : summary.attributes) {
            attributes
                    .addObject()
                    .put("id", attribute)
                    .put("type", "Attribute")
                    .put("attributeName", attribute)
                    .putArray("attributeTypes")
                    .add("Property");
        }
        return exchange.answer(request, 200, answer);
    }
}

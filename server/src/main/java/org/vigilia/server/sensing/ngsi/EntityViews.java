package org.vigilia.server.sensing.ngsi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.server.sensing.device.Fleet;
import org.vigilia.server.sensing.device.Newest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Devices as entities, in the normalised form of NGSI-LD and in the short ones. */
@Component
public class EntityViews {

    private static final Set<String> MEMBERS = Set.of("id", "type", "@context", "createdAt", "modifiedAt");

    private final JsonMapper json;

    EntityViews(JsonMapper json) {
        this.json = json;
    }

    /** How attributes are shown. */
    public enum Form {
        NORMALIZED,
        CONCISE,
        KEY_VALUES
    }

    /** Whether a member of an entity is no attribute. */
    static boolean isMember(String name) {
        return MEMBERS.contains(name);
    }

    /** The entity a device is; empty for kinds that no model describes. */
    public static Optional<EntityId> id(Fleet.Card card) {
        return EntityModel.of(card.kind()).map(model -> new EntityId(model, card.id()));
    }

    /**
     * The whole entity, normalised.
     *
     * @param values newest value of a datastream; null when it has none
     * @param extras attributes that are no channels
     */
    public ObjectNode normalized(
            EntityId id, Fleet.Card card, LongFunction<@Nullable Newest> values, Map<String, JsonNode> extras) {
        ObjectNode entity = json.createObjectNode();
        entity.put("id", id.toString());
        entity.put("type", id.model().type());
        property(entity, "name").put("value", card.name());
        GeoPoint at = card.location();
        if (at != null) {
            ObjectNode point =
                    entity.putObject("location").put("type", "GeoProperty").putObject("value");
            point.put("type", "Point")
                    .putArray("coordinates")
                    .add(at.longitude())
                    .add(at.latitude());
        }
        Instant last = null;
        for (Map.Entry<String, Fleet.Channel> channel : Terms.attributes(card).entrySet()) {
            Newest newest = values.apply(channel.getValue().datastream());
            if (newest != null) {
                measured(property(entity, channel.getKey()), channel.getValue(), newest);
                last = last == null || newest.at().isAfter(last) ? newest.at() : last;
            }
        }
        if (last != null) {
            property(entity, "dateObserved")
                    .putObject("value")
                    .put("@type", "DateTime")
                    .put("@value", last.toString());
        }
        extras.forEach((name, value) -> {
            if (!entity.has(name)) {
                entity.set(name, value);
            }
        });
        return entity;
    }

    private static ObjectNode property(ObjectNode entity, String name) {
        return entity.putObject(name).put("type", "Property");
    }

    private void measured(ObjectNode attribute, Fleet.Channel channel, Newest newest) {
        Terms.Term term = Terms.of(channel.quantity(), channel.channel());
        if (newest.text() == null) {
            attribute.put("value", Terms.told(term, newest.value()));
        } else {
            attribute.set("value", json.readTree(newest.text()));
        }
        attribute.put("observedAt", newest.at().toString());
        if (term.unitCode() != null) {
            attribute.put("unitCode", term.unitCode());
        }
        String flags = QualityFlag.of(newest.quality()).stream().map(Enum::name).collect(Collectors.joining(" "));
        property(attribute, "quality").put("value", flags.isEmpty() ? "GOOD" : flags);
    }

    /**
     * The same entity in another form.
     *
     * @param attributes the only ones to show; empty: all
     */
    public ObjectNode shown(ObjectNode entity, Form form, Set<String> attributes) {
        ObjectNode shown = json.createObjectNode();
        entity.properties().forEach(member -> {
            String name = member.getKey();
            if (isMember(name)) {
                shown.set(name, member.getValue());
            } else if (attributes.isEmpty() || attributes.contains(name)) {
                shown.set(name, attribute(member.getValue(), form));
            }
        });
        return shown;
    }

    private JsonNode attribute(JsonNode attribute, Form form) {
        if (form == Form.NORMALIZED || !attribute.isObject()) {
            return attribute;
        }
        JsonNode value = value(attribute);
        if (form == Form.KEY_VALUES) {
            return value;
        }
        ObjectNode concise = json.createObjectNode();
        attribute.properties().forEach(member -> {
            boolean own = Set.of("value", "object", "languageMap", "observedAt", "unitCode", "datasetId")
                    .contains(member.getKey());
            if (!member.getKey().equals("type")) {
                concise.set(member.getKey(), own ? member.getValue() : attribute(member.getValue(), form));
            }
        });
        return concise.size() == 1 && concise.has("value") ? value : concise;
    }

    /** What an attribute says; missing when it says nothing. */
    static JsonNode value(JsonNode attribute) {
        for (String member : new String[] {"value", "object", "languageMap"}) {
            JsonNode value = attribute.get(member);
            if (value != null) {
                return value;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }
}

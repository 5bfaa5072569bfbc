package org.vigilia.server.sensing.ngsi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.sensing.device.Fleet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds entities among the devices. */
@Component
class EntitySearch {

    private final Fleet fleet;
    private final Extras extras;
    private final EntityViews views;

    EntitySearch(Fleet fleet, Extras extras, EntityViews views) {
        this.fleet = fleet;
        this.extras = extras;
        this.views = views;
    }

    /**
     * What to look for; null and empty match everything.
     *
     * @param attributes entities with at least one of them
     */
    record Criteria(
            Set<EntityModel> models,
            Set<String> ids,
            @Nullable BoundedPattern idPattern,
            Set<String> attributes,
            @Nullable Filter filter,
            @Nullable GeoFilter place) {}

    /** Part of what was found. @param total how many there are */
    record Found(List<ObjectNode> entities, int total) {}

    /** Types told as a list with commas (or |, as newer versions of the standard have it). */
    static Set<EntityModel> models(@Nullable String types) {
        Set<EntityModel> models = new LinkedHashSet<>();
        if (types != null && !types.equals("*")) {
            Arrays.stream(types.split("[,|]")).forEach(t -> models.add(EntityModel.ofType(t.strip())));
        }
        return models;
    }

    /** Attributes told as a list with commas, by the names they are shown under. */
    static Set<String> attributes(@Nullable String list) {
        return list == null || list.isBlank()
                ? Set.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .map(FilterParser::canonical)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Found search(Optional<AgencyId> agency, Criteria criteria, int offset, int limit, boolean times) {
        List<Fleet.Device> candidates = fleet.list(agency).stream()
                .filter(d -> EntityViews.id(d.card())
                        .filter(id -> fits(id, criteria))
                        .isPresent())
                .filter(d ->
                        criteria.place == null || criteria.place.holds(d.card().location()))
                .toList();
        boolean looksInside = criteria.filter != null || !criteria.attributes.isEmpty();
        if (!looksInside) {
            int begin = Math.min(offset, candidates.size());
            int end = Math.min(candidates.size(), begin + limit);
            return new Found(whole(candidates.subList(begin, end), times), candidates.size());
        }
        List<ObjectNode> fitting = new ArrayList<>();
        for (ObjectNode entity : whole(candidates, times)) {
            boolean fits = (criteria.attributes.isEmpty()
                            || criteria.attributes.stream().anyMatch(entity::has))
                    && (criteria.filter == null || criteria.filter.holds(entity));
            if (fits) {
                fitting.add(entity);
            }
        }
        int begin = Math.min(offset, fitting.size());
        return new Found(fitting.subList(begin, Math.min(fitting.size(), begin + limit)), fitting.size());
    }

    private static boolean fits(EntityId id, Criteria criteria) {
        return (criteria.models.isEmpty() || criteria.models.contains(id.model()))
                && (criteria.ids.isEmpty() || criteria.ids.contains(id.toString()))
                && (criteria.idPattern == null || criteria.idPattern.find(id.toString()));
    }

    /** Entities of devices, normalised. @param times whether with createdAt and modifiedAt */
    List<ObjectNode> whole(List<Fleet.Device> devices, boolean times) {
        List<String> ids = devices.stream().map(d -> d.card().id()).toList();
        Map<String, Map<String, JsonNode>> more = ids.isEmpty() ? Map.of() : extras.find(ids);
        Map<String, java.time.Instant> created = times && !ids.isEmpty() ? extras.createdAt(ids) : Map.of();
        List<ObjectNode> entities = new ArrayList<>();
        for (Fleet.Device device : devices) {
            Fleet.Card card = device.card();
            EntityId id = EntityViews.id(card).orElseThrow();
            ObjectNode entity = views.normalized(
                    id, card, d -> fleet.newest(d).orElse(null), more.getOrDefault(card.id(), Map.of()));
            java.time.Instant made = created.get(card.id());
            if (made != null) {
                java.time.Instant modified = card.channels().stream()
                        .flatMap(c -> fleet.newest(c.datastream()).stream())
                        .map(n -> n.receivedAt())
                        .reduce(made, (a, b) -> a.isAfter(b) ? a : b);
                entity.put("createdAt", made.toString()).put("modifiedAt", modified.toString());
            }
            entities.add(entity);
        }
        return entities;
    }
}

package org.vigilia.server.sensing.ngsi.subscription;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.sensing.ngsi.BoundedPattern;
import org.vigilia.server.sensing.ngsi.EntityId;
import org.vigilia.server.sensing.ngsi.EntityModel;
import org.vigilia.server.sensing.ngsi.EntityViews;
import org.vigilia.server.sensing.ngsi.Filter;
import org.vigilia.server.sensing.ngsi.FilterParser;
import org.vigilia.server.sensing.ngsi.GeoFilter;
import org.vigilia.server.sensing.ngsi.NgsiError;
import tools.jackson.databind.JsonNode;

/**
 * What a subscription asks for, read from its body.
 *
 * @param entities one of them must fit; empty: any
 * @param watched a change of one of these counts; empty: of any
 * @param filter on the entity after the change; null: none
 * @param place where the device must be; null: anywhere
 * @param attributes the only ones told; empty: all
 * @param form how they are told
 * @param ld whether told as application/ld+json
 * @param uri of the receiver, as told
 * @param throttlingMs least time between two notifications
 */
record SubscriptionRule(
        List<Selector> entities,
        Set<String> watched,
        @Nullable Filter filter,
        @Nullable GeoFilter place,
        Set<String> attributes,
        EntityViews.Form form,
        boolean ld,
        String uri,
        long throttlingMs,
        @Nullable Instant expiresAt) {

    private static final Set<String> MEMBERS = Set.of(
            "id",
            "type",
            "subscriptionName",
            "description",
            "entities",
            "watchedAttributes",
            "q",
            "geoQ",
            "isActive",
            "notification",
            "expiresAt",
            "throttling");

    /** Which entities. @param id null: any @param pattern null: any */
    record Selector(
            EntityModel model,
            @Nullable String id,
            @Nullable BoundedPattern pattern) {
        boolean fits(EntityId entity) {
            return entity.model() == model
                    && (id == null || id.equals(entity.toString()))
                    && (pattern == null || pattern.find(entity.toString()));
        }
    }

    /** @throws NgsiError that names the member and what is wrong with it */
    static SubscriptionRule read(JsonNode body) {
        requireKnown("a subscription", body, MEMBERS);
        requireKnown("notification", body.path("notification"), Set.of("attributes", "format", "endpoint"));
        requireKnown("endpoint", body.at("/notification/endpoint"), Set.of("uri", "accept", "receiverInfo"));
        if (!body.path("type").asString("").equals("Subscription")) {
            throw NgsiError.bad("The type must be Subscription.");
        }
        List<Selector> entities = selectors(body.path("entities"));
        Set<String> watched = names(body, "watchedAttributes");
        if (entities.isEmpty() && watched.isEmpty()) {
            throw NgsiError.bad("Say which 'entities', or which 'watchedAttributes' of all of them.");
        }
        JsonNode notification = body.path("notification");
        JsonNode endpoint = notification.path("endpoint");
        JsonNode filter = body.get("q");
        JsonNode throttling = body.get("throttling");
        if (throttling != null
                && !(throttling.isNumber() && throttling.asDouble() > 0 && throttling.asDouble() <= 86_400)) {
            throw NgsiError.bad("'throttling' is more than 0 and at most 86400 seconds.");
        }
        String accept = endpoint.path("accept").asString("application/json");
        if (!accept.equals("application/json") && !accept.equals("application/ld+json")) {
            throw NgsiError.bad("notification.endpoint.accept is application/json or application/ld+json.");
        }
        return new SubscriptionRule(
                entities,
                watched,
                filter == null ? null : FilterParser.parse(filter.asString("")),
                place(body.get("geoQ")),
                names(notification, "attributes"),
                form(notification.path("format").asString("normalized")),
                accept.equals("application/ld+json"),
                endpoint.path("uri").asString(""),
                throttling == null ? 0 : Math.round(throttling.asDouble() * 1_000),
                time(body.get("expiresAt")));
    }

    private static void requireKnown(String where, JsonNode node, Set<String> members) {
        for (String member : node.propertyNames()) {
            if (!members.contains(member)) {
                throw new NgsiError(
                        NgsiError.Kind.OperationNotSupported,
                        "'" + member + "' is not supported in " + where + " here; supported are " + members + ".");
            }
        }
    }

    private static List<Selector> selectors(JsonNode entities) {
        List<Selector> selectors = new ArrayList<>();
        if (!entities.isMissingNode() && (!entities.isArray() || entities.isEmpty() || entities.size() > 100)) {
            throw NgsiError.bad(
                    "'entities' must be an array of 1 to 100 objects with a type and maybe an id or idPattern.");
        }
        for (JsonNode each : entities) {
            JsonNode id = each.get("id");
            JsonNode pattern = each.get("idPattern");
            selectors.add(new Selector(
                    EntityModel.ofType(each.path("type").asString("")),
                    id == null ? null : EntityId.parse(id.asString("")).toString(),
                    pattern == null ? null : BoundedPattern.of("idPattern", pattern.asString(""))));
        }
        return selectors;
    }

    private static Set<String> names(JsonNode body, String member) {
        JsonNode names = body.path(member);
        Set<String> read = new LinkedHashSet<>();
        if (!names.isMissingNode() && (!names.isArray() || names.isEmpty() || names.size() > 100)) {
            throw NgsiError.bad("'" + member + "' must be an array of 1 to 100 names.");
        }
        names.forEach(name -> read.add(FilterParser.canonical(name.asString(""))));
        return read;
    }

    private static EntityViews.Form form(String format) {
        return switch (format) {
            case "normalized" -> EntityViews.Form.NORMALIZED;
            case "concise" -> EntityViews.Form.CONCISE;
            case "keyValues", "simplified" -> EntityViews.Form.KEY_VALUES;
            default -> throw NgsiError.bad("notification.format is normalized, concise or keyValues.");
        };
    }

    private static @Nullable GeoFilter place(@Nullable JsonNode geo) {
        if (geo == null) {
            return null;
        }
        JsonNode coordinates = geo.path("coordinates");
        return GeoFilter.parse(
                geo.path("georel").asString(""),
                geo.path("geometry").asString(""),
                coordinates.isString() ? coordinates.stringValue() : coordinates.toString(),
                geo.path("geoproperty").asString("location"));
    }

    private static @Nullable Instant time(@Nullable JsonNode time) {
        if (time == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(time.asString("")).toInstant();
        } catch (DateTimeException e) {
            throw NgsiError.bad("'expiresAt' must be a time such as 2026-11-25T10:00:00Z.");
        }
    }

    /** Whether a change may matter, by what is cheap to know. @param changed attributes with new values */
    boolean concerns(EntityId entity, @Nullable GeoPoint at, Set<String> changed) {
        return (entities.isEmpty() || entities.stream().anyMatch(s -> s.fits(entity)))
                && (watched.isEmpty() || changed.stream().anyMatch(watched::contains))
                && (place == null || place.holds(at));
    }
}

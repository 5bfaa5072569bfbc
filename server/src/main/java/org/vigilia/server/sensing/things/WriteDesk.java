package org.vigilia.server.sensing.things;

import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Scope;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.QueryParser;
import org.vigilia.server.sensing.query.ResourcePath;
import tools.jackson.databind.JsonNode;

/**
 * Does what is asked with POST, PATCH, PUT and DELETE: each request in one transaction, recorded. New observations are not
 * recorded one by one: they are the record themselves.
 */
@Component
class WriteDesk {

    private final ReadDesk reads;
    private final Tables tables;
    private final ObservationDesk observations;
    private final Means means;

    WriteDesk(ReadDesk reads, Tables tables, ObservationDesk observations, Means means) {
        this.reads = reads;
        this.tables = tables;
        this.observations = observations;
        this.means = means;
    }

    /** What every write needs. */
    @Component
    record Means(
            TransactionOperations transaction,
            Access access,
            Audit audit,
            ApplicationEventPublisher events,
            Clock clock) {}

    private Writing writing(Caller by, EntityType type) {
        return new Writing(
                new Scope(means.access.limit(by, type.rightToWrite())),
                by.agencyId(),
                other -> means.access.require(by, other.rightToWrite()),
                means.clock.instant());
    }

    Answer create(Caller by, Links links, String path, JsonNode body) {
        ResourcePath parsed = writable(path);
        EntityType type = targetOf(parsed);
        Writing writing = writing(by, type);
        return inTransaction(() -> {
            ReadDesk.Reading reading = reads.reading(writing.scope(), links);
            Resource resource = Resource.of(parsed, reading.conditions());
            if (resource.single()) {
                throw new BadQuery("POST goes to a set, such as " + type.set() + "; to change one entity use PATCH.");
            }
            EntityWriter writer = new EntityWriter(tables, observations, writing);
            long id = insert(reading, resource, writer, writing, body);
            List<Long> stored = writer.store();
            if (type == EntityType.OBSERVATION) {
                id = stored.get((int) id);
            } else {
                record(by, type, id, "created", writer.made() == 1 ? "" : "with " + (writer.made() - 1) + " inside it");
            }
            means.events.publishEvent(new ThingsChanged());
            return new Answer(201, null, null, links.entity(type, id));
        });
    }

    private long insert(
            ReadDesk.Reading reading, Resource resource, EntityWriter writer, Writing writing, JsonNode body) {
        EntityType type = resource.from().type();
        EntityReader.From parent = resource.parent();
        if (parent == null) {
            return writer.create(type, body, Map.of());
        }
        long parentId = idOf(reading, parent);
        boolean owned = type.relations().stream().anyMatch(r -> r.target() == parent.type() && !r.many());
        if (owned) {
            return writer.create(type, body, new EnumMap<>(Map.of(parent.type(), parentId)));
        }
        boolean thingAndLocation = parent.type() == EntityType.THING && type == EntityType.LOCATION
                || parent.type() == EntityType.LOCATION && type == EntityType.THING;
        if (!thingAndLocation) {
            throw new BadQuery("A " + type.one() + " cannot be made at "
                    + parent.type().one() + "(" + parentId + "); make it at " + type.set() + ".");
        }
        long id = writer.create(type, body, Map.of());
        boolean toLocation = type == EntityType.LOCATION;
        tables.moveTo(toLocation ? parentId : id, List.of(toLocation ? id : parentId), writing);
        return id;
    }

    /** @param whole PUT rather than PATCH */
    Answer change(Caller by, Links links, String path, JsonNode body, boolean whole) {
        ResourcePath parsed = writable(path);
        EntityType type = targetOf(parsed);
        Writing writing = writing(by, type);
        return inTransaction(() -> {
            long id = single(writing, links, parsed, whole ? "PUT" : "PATCH");
            new EntityChanger(tables, observations, writing).change(type, id, body, whole);
            record(by, type, id, "changed", "");
            means.events.publishEvent(new ThingsChanged());
            return new Answer(200, null, null, null);
        });
    }

    Answer remove(Caller by, Links links, String path) {
        ResourcePath parsed = writable(path);
        EntityType type = targetOf(parsed);
        Writing writing = writing(by, type);
        return inTransaction(() -> {
            long id = single(writing, links, parsed, "DELETE");
            new EntityChanger(tables, observations, writing).remove(type, id);
            record(by, type, id, "deleted", "");
            means.events.publishEvent(new ThingsChanged());
            return new Answer(200, null, null, null);
        });
    }

    /** The entity sets many observations of several datastreams at once; each that is refused is told why. */
    Answer createObservations(Caller by, Links links, JsonNode body) {
        Writing writing = writing(by, EntityType.OBSERVATION);
        return inTransaction(() -> {
            DataArrays arrays = new DataArrays(tables, new EntityWriter(tables, observations, writing), writing);
            return Answer.created(arrays.create(body, links), links.root() + "/Observations");
        });
    }

    private Answer inTransaction(java.util.function.Supplier<Answer> work) {
        return java.util.Objects.requireNonNull(means.transaction.execute(status -> work.get()));
    }

    private void record(Caller by, EntityType type, long id, String what, String detail) {
        String kind = type.one();
        means.audit.record(Deed.done(by.who(), kind.toLowerCase(java.util.Locale.ROOT) + "." + what)
                .to(kind, String.valueOf(id), null)
                .because(detail));
    }

    private long single(Writing writing, Links links, ResourcePath path, String method) {
        ReadDesk.Reading reading = reads.reading(writing.scope(), links);
        Resource resource = Resource.of(path, reading.conditions());
        if (!resource.single() || resource.property() != null) {
            throw new BadQuery(method + " needs the address of one entity, such as Things(1).");
        }
        return idOf(reading, resource.from());
    }

    private static long idOf(ReadDesk.Reading reading, EntityReader.From from) {
        List<RowReader.Row> found = reading.reader()
                .page(from, QueryParser.parse("$select=id&$top=1"))
                .entities();
        if (found.isEmpty()) {
            throw new Missing("There is no such " + from.type().one() + " that you may see.");
        }
        return found.get(0).id();
    }

    private static ResourcePath writable(String path) {
        ResourcePath parsed = ResourcePath.parse(path);
        if (parsed.steps().isEmpty() || parsed.ending() != null) {
            throw new BadQuery("Only entity sets and entities can be written to.");
        }
        return parsed;
    }

    /** The kind of entity an address leads to, without looking anything up. */
    private static EntityType targetOf(ResourcePath path) {
        EntityType type = null;
        for (ResourcePath.Step step : path.steps()) {
            if (type == null) {
                type = EntityType.ofSet(step.name())
                        .orElseThrow(() ->
                                new Missing("There is no entity set '" + step.name() + "'; see the service root."));
                continue;
            }
            EntityType here = type;
            type = here.findRelation(step.name())
                    .orElseThrow(() -> new Missing("A " + here.one() + " has no relation '" + step.name() + "'."))
                    .target();
        }
        return java.util.Objects.requireNonNull(type);
    }
}

package org.vigilia.server.sensing.things;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.entity.Conditions;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Relation;
import org.vigilia.server.sensing.entity.Sql;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.ResourcePath;
import org.vigilia.server.sensing.query.ResourcePath.Step;

/**
 * What an address means: rows of one kind, reached from their parents.
 *
 * @param from the rows
 * @param parent the rows that must be there for the address to mean anything; null when there are none
 * @param relation the last relation; null when the address has none
 * @param single whether it is one entity rather than a set
 * @param property the property asked for; null for the entity itself
 * @param inside where in the property's JSON
 */
record Resource(
        EntityReader.From from,
        EntityReader.@Nullable From parent,
        @Nullable Relation relation,
        boolean single,
        @Nullable Property property,
        List<String> inside) {

    static Resource of(ResourcePath path, Conditions conditions) {
        Step first = path.steps().get(0);
        EntityType type = EntityType.ofSet(first.name())
                .orElseThrow(() -> new Missing("There is no entity set '" + first.name() + "'; see the service root."));
        String alias = conditions.alias();
        EntityReader.From from = new EntityReader.From(type, alias, byId(alias, first.id()));
        EntityReader.From parent = null;
        Relation relation = null;
        boolean single = first.id() != null;
        for (int i = 1; i < path.steps().size(); i++) {
            Step step = path.steps().get(i);
            EntityType here = from.type();
            if (!single) {
                throw new BadQuery("After '" + path.steps().get(i - 1).name() + "' an id is missing, like "
                        + path.steps().get(i - 1).name() + "(1)/" + step.name() + ".");
            }
            Property property = here.findProperty(step.name()).orElse(null);
            if (property != null) {
                List<String> inside = path.steps().subList(i + 1, path.steps().size()).stream()
                        .map(Step::name)
                        .toList();
                return new Resource(from, parent, relation, true, property, inside);
            }
            relation = here.findRelation(step.name())
                    .orElseThrow(() -> new Missing(
                            "A " + here.one() + " has neither a property nor a relation '" + step.name() + "'."));
            if (step.id() != null && !relation.many()) {
                throw new BadQuery("'" + step.name() + "' leads to one entity; write it without an id.");
            }
            parent = from;
            from = reached(conditions, from, relation, step.id());
            single = step.id() != null || !relation.many();
        }
        return new Resource(from, parent, relation, single, null, List.of());
    }

    private static EntityReader.From reached(
            Conditions conditions, EntityReader.From from, Relation relation, @Nullable Long id) {
        String alias = conditions.alias();
        Sql sql = new Sql()
                .add("exists (select 1 from " + from.type().from(from.alias()) + " where "
                        + relation.join(from.alias(), alias) + " and ")
                .add(conditions.scope().condition(from.type(), from.alias()))
                .add(" and ")
                .add(from.condition())
                .add(")");
        if (id != null) {
            sql.add(" and ").add(byId(alias, id));
        }
        return new EntityReader.From(relation.target(), alias, sql);
    }

    private static Sql byId(String alias, @Nullable Long id) {
        return id == null ? Sql.of("true") : Sql.of(alias + ".id = ?", id);
    }
}

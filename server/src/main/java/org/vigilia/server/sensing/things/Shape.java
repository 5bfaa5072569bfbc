package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.QueryOptions;

/** Which properties and links of an entity an answer shows. */
final class Shape {

    private final EntityType type;
    private final List<Property> properties = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private boolean id;
    private boolean selfLink;

    Shape(EntityType type, QueryOptions options) {
        this.type = type;
        if (options.select().isEmpty()) {
            properties.addAll(type.properties());
            relations.addAll(type.relations());
            id = true;
            selfLink = true;
            return;
        }
        Set<Property> chosen = new LinkedHashSet<>();
        Set<Relation> links = new LinkedHashSet<>();
        for (String name : options.select()) {
            choose(name, chosen, links);
        }
        type.properties().stream().filter(chosen::contains).forEach(properties::add);
        relations.addAll(links);
    }

    private void choose(String name, Set<Property> chosen, Set<Relation> links) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? name : name.substring(0, slash);
        switch (first) {
            case "id", "@iot.id" -> id = true;
            case "selfLink", "@iot.selfLink" -> selfLink = true;
            default -> {
                if (!type.findProperty(first).map(chosen::add).isPresent()
                        && !type.findRelation(first).map(links::add).isPresent()) {
                    List<String> known = new ArrayList<>(List.of("id", "selfLink"));
                    type.properties().forEach(p -> known.add(p.name()));
                    type.relations().forEach(r -> known.add(r.name()));
                    throw new BadQuery("$select: a " + type.one() + " has no '" + first + "'; it has "
                            + String.join(", ", known) + ".");
                }
            }
        }
    }

    EntityType type() {
        return type;
    }

    List<Property> properties() {
        return properties;
    }

    List<Relation> relations() {
        return relations;
    }

    boolean id() {
        return id;
    }

    boolean selfLink() {
        return selfLink;
    }

    /** What follows {@code select}: the id, then a column for each property, two for periods and results. */
    String columns(String alias) {
        StringBuilder columns = new StringBuilder(alias).append(".id as id");
        int number = 0;
        for (Property property : properties) {
            String sql = property.sql(alias);
            boolean json = switch (property.kind()) {
                case JSON, OBJECT, ARRAY, GEOMETRY -> true;
                default -> false;
            };
            columns.append(", ")
                    .append(json ? "cast(" + sql + " as text)" : sql)
                    .append(" as c")
                    .append(number++);
            if (!property.end().isEmpty()) {
                columns.append(", ").append(property.end(alias)).append(" as c").append(number++);
            }
        }
        if (type == EntityType.OBSERVATION) {
            columns.append(", " + alias + "d.multi as multi, " + alias + ".datastream as datastream");
        }
        return columns.toString();
    }
}

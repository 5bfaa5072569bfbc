package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Relation;
import org.vigilia.server.sensing.query.BadQuery;
import org.vigilia.server.sensing.query.Expression;
import org.vigilia.server.sensing.query.QueryOptions;

/** Which properties and links of an entity an answer shows. */
final class Shape {

    private final EntityType type;
    private final List<Property> properties = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final boolean resultsAsText;
    private boolean id;
    private boolean selfLink;

    Shape(EntityType type, QueryOptions options) {
        this.type = type;
        this.resultsAsText = options.filter() != null && comparesResultWithText(options.filter());
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

    private static boolean comparesResultWithText(Expression expression) {
        if (expression instanceof Expression.Not not) {
            return comparesResultWithText(not.operand());
        }
        if (!(expression instanceof Expression.Binary binary)) {
            return false;
        }
        return binary.operator().compares()
                ? isResult(binary.left()) && isText(binary.right()) || isText(binary.left()) && isResult(binary.right())
                : comparesResultWithText(binary.left()) || comparesResultWithText(binary.right());
    }

    private static boolean isResult(Expression expression) {
        return expression instanceof Expression.Path path && path.steps().equals(List.of("result"));
    }

    private static boolean isText(Expression expression) {
        return expression instanceof Expression.Literal literal && literal.value() instanceof Expression.Text;
    }

    /**
     * Whether results that are numbers are shown as texts: to a client that compares results with texts they are texts. The
     * OGC's own test suite is one.
     */
    boolean resultsAsText() {
        return resultsAsText;
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

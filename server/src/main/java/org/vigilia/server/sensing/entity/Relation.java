package org.vigilia.server.sensing.entity;

/**
 * A relation from one kind of entity to another.
 *
 * @param name in JSON and in addresses: {@code Datastreams}
 * @param target what it leads to
 * @param many whether it leads to many
 * @param join the condition in SQL; {@code #} stands for the alias of the row it begins at, {@code @} for that of the row
 *     it leads to
 */
public record Relation(String name, EntityType target, boolean many, String join) {

    static Relation one(EntityType target, String join) {
        return new Relation(target.one(), target, false, join);
    }

    static Relation many(EntityType target, String join) {
        return new Relation(target.set(), target, true, join);
    }

    public String join(String from, String to) {
        return join.replace("#", from).replace("@", to);
    }
}

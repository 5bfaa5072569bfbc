package org.vigilia.server.sensing.entity;

/**
 * A property of a kind of entity.
 *
 * @param name in JSON
 * @param kind what its value is
 * @param sql how to read it; {@code #} stands for the alias of the entity's row
 * @param end for periods, how to read the end; else empty
 * @param column where a client's value is written; empty when clients cannot write it or the writer of observations does
 * @param required whether an entity cannot be without it
 */
public record Property(String name, Kind kind, String sql, String end, String column, boolean required) {

    public enum Kind {
        ID,
        TEXT,
        /** Any JSON. */
        JSON,
        /** A JSON object. */
        OBJECT,
        /** A JSON array. */
        ARRAY,
        /** GeoJSON, or what another encoding says. */
        GEOMETRY,
        TIME,
        PERIOD,
        /** The result of an observation: a number, or any JSON. */
        RESULT
    }

    static Property text(String name, String column) {
        return new Property(name, Kind.TEXT, "#." + column, "", column, true);
    }

    static Property json(String name, Kind kind, String column, boolean required) {
        return new Property(name, kind, "#." + column, "", column, required);
    }

    static Property computed(String name, Kind kind, String sql, String end) {
        return new Property(name, kind, sql, end, "", false);
    }

    public String sql(String alias) {
        return sql.replace("#", alias);
    }

    public String end(String alias) {
        return end.replace("#", alias);
    }
}

package org.vigilia.server.sensing.entity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of SQL and the values of its parameters, in their order. What a client sends is always a parameter. */
public final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    public static Sql of(String text, Object... values) {
        Sql sql = new Sql().add(text);
        sql.values.addAll(List.of(values));
        return sql;
    }

    public Sql add(String more) {
        text.append(more);
        return this;
    }

    public Sql add(Sql more) {
        text.append(more.text);
        values.addAll(more.values);
        return this;
    }

    /** A parameter. */
    public Sql value(@Nullable Object value) {
        text.append('?');
        values.add(value);
        return this;
    }

    public String text() {
        return text.toString();
    }

    @Nullable
    public Object[] values() {
        return values.toArray();
    }

    @Override
    public String toString() {
        return text + " " + values;
    }
}

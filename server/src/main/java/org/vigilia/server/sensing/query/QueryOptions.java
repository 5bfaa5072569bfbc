package org.vigilia.server.sensing.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to see of an entity or of a set of them.
 *
 * @param filter null: all of them
 * @param select properties and relations wanted; empty: all
 * @param expand relations that are to be shown with their entities
 * @param order empty: the usual one
 * @param page how many of them
 * @param resultFormat {@code dataArray} or null
 * @param aggregate length of the time buckets to make of observations; null: the observations themselves
 * @param texts the options as they were written, by name, for links to the next page
 */
public record QueryOptions(
        @Nullable Expression filter,
        List<String> select,
        List<Expand> expand,
        List<Order> order,
        Page page,
        @Nullable String resultFormat,
        @Nullable String aggregate,
        Map<String, String> texts) {

    /** Nothing asked for. */
    public static final QueryOptions NONE =
            new QueryOptions(null, List.of(), List.of(), List.of(), new Page(null, 0, false), null, null, Map.of());

    public QueryOptions {
        select = List.copyOf(select);
        expand = List.copyOf(expand);
        order = List.copyOf(order);
        texts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** A relation that is to be shown with its entities, and what is wanted of them. */
    public record Expand(String relation, QueryOptions options) {}

    /** What to sort by. */
    public record Order(Expression by, boolean descending) {}

    /**
     * How many.
     *
     * @param top at most so many; null: the usual number
     * @param skip leave out so many at the beginning
     * @param count whether to say how many there are
     */
    public record Page(@Nullable Integer top, int skip, boolean count) {}

    /** The same with only the one relation's options replaced or added. */
    QueryOptions withExpand(List<Expand> other) {
        return new QueryOptions(filter, select, other, order, page, resultFormat, aggregate, texts);
    }
}

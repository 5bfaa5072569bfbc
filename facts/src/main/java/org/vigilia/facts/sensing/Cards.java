package org.vigilia.facts.sensing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.LogUnavailable;

/**
 * The newest description of every thing of one kind: written by the server, followed by the other processes. Every change
 * gets the next version number; a follower asks for what changed after the version it has. Removed things stay as entries
 * without a body. Safe for many threads; throws {@link LogUnavailable}.
 */
public interface Cards<T> {

    /** Sets one; returns the version. */
    default long put(String id, T body) {
        return putAll(Map.of(id, body));
    }

    /** Sets many at once, or none; returns the highest version. */
    long putAll(Map<String, T> bodies);

    /** Takes it out; returns the version. */
    long remove(String id);

    /** All entries with a version above {@code version}, oldest change first; 0 gives everything. */
    List<Card<T>> listAfter(long version);

    /** The newest description; empty when there is none or it was removed. */
    Optional<T> find(String id);

    /**
     * One thing's newest entry.
     *
     * @param id of the thing, unique in its kind
     * @param version grows with every change
     * @param body null when it was removed, or when this version of the program cannot read it
     */
    record Card<T>(String id, long version, @Nullable T body) {}
}

package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a datastream: the results of one sensor for one observed property of one thing (OGC SensorThings 1.1).
 *
 * @param value 1 or more; others throw {@link IllegalArgumentException}
 */
public record DatastreamId(@JsonValue long value) implements Comparable<DatastreamId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DatastreamId {
        if (value < 1) {
            throw new IllegalArgumentException("DatastreamId must be 1 or more, but is " + value);
        }
    }

    @Override
    public int compareTo(DatastreamId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of one object's path in one camera: camera, worker session and number, so that ids never repeat after a restart.
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record TrackId(@JsonValue String value) implements Comparable<TrackId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TrackId {
        IdText.check("TrackId", value);
    }

    @Override
    public int compareTo(TrackId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a camera.
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record CameraId(@JsonValue String value) implements Comparable<CameraId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CameraId {
        IdText.check("CameraId", value);
    }

    @Override
    public int compareTo(CameraId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

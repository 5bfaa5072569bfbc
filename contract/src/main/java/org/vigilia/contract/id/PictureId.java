package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a stored still picture (JPEG): snapshot or thumbnail.
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record PictureId(@JsonValue String value) implements Comparable<PictureId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PictureId {
        IdText.check("PictureId", value);
    }

    @Override
    public int compareTo(PictureId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

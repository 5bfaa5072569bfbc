package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an alert; derived from rule, subject and start time, so that a replay finds the same id.
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record AlertId(@JsonValue String value) implements Comparable<AlertId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AlertId {
        IdText.check("AlertId", value);
    }

    @Override
    public int compareTo(AlertId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

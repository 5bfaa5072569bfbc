package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an agency: police, transport, utilities, ….
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record AgencyId(@JsonValue String value) implements Comparable<AgencyId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AgencyId {
        IdText.check("AgencyId", value);
    }

    @Override
    public int compareTo(AgencyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package org.vigilia.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a rule.
 *
 * @param value 1 to 80 characters out of {@code A-Z a-z 0-9 . _ : -}; others throw {@link IllegalArgumentException}
 */
public record RuleId(@JsonValue String value) implements Comparable<RuleId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RuleId {
        IdText.check("RuleId", value);
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

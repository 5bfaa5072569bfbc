package org.vigilia.server.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of a machine's token. It is no secret: it finds the token in lists and in the audit log.
 *
 * @param value "t-" and 16 characters out of {@code a-z 0-9}; others throw {@link IllegalArgumentException}
 */
public record TokenId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("t-[0-9a-z]{16}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TokenId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("the id of a token is 't-' and 16 letters or digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

package org.vigilia.facts.sensing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;

/**
 * A message, or part of one, that was refused: kept so that a person can see why and try it again.
 *
 * @param at when it came, UTC
 * @param way how: {@code mqtt}, {@code http}, {@code csv} or {@code ngsi}
 * @param source the MQTT topic, or who sent it
 * @param device which device; null when that is not known
 * @param agency whose; null: only administrators see it
 * @param reason what was wrong and what to do, for people
 * @param payload its first {@value #MAX_PAYLOAD} bytes
 * @param complete false when it was cut, so that it cannot be tried again
 */
public record DeadLetter(
        Instant at,
        String way,
        String source,
        @Nullable String device,
        @Nullable AgencyId agency,
        String reason,
        byte[] payload,
        boolean complete) {

    public static final int MAX_PAYLOAD = 65_536;
    private static final int MAX_TEXT = 500;

    public DeadLetter {
        source = clean(source);
        device = device == null ? null : clean(device);
        reason = clean(reason);
        if (payload.length > MAX_PAYLOAD) {
            payload = java.util.Arrays.copyOf(payload, MAX_PAYLOAD);
            complete = false;
        }
    }

    /** PostgreSQL keeps no zero characters, and nobody reads on for ever. */
    private static String clean(String text) {
        String plain = text.replace('\0', '\uFFFD');
        return plain.length() <= MAX_TEXT ? plain : plain.substring(0, MAX_TEXT - 1) + "…";
    }
}

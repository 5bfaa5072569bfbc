package org.vigilia.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/**
 * One row of the log. Its hash covers the hash of the row before and every field, each written with its length, so that
 * no two different rows have the same bytes.
 *
 * @param seq 1, 2, 3, … without gaps
 * @param at when, UTC, microseconds
 */
public record AuditRow(long seq, Instant at, Deed deed) {

    /** What the first row is chained to. */
    static final byte[] BEGINNING = new byte[32];

    /** SHA-256 over {@code previous} and this row. */
    byte[] hash(byte[] previous) {
        MessageDigest digest = sha256();
        digest.update(previous);
        number(digest, seq);
        number(digest, at.getEpochSecond());
        number(digest, at.getNano() / 1000);
        Who who = deed.who();
        PersonId person = who.person();
        AgencyId agency = who.agency();
        text(digest, person == null ? null : person.value());
        text(digest, who.name());
        text(digest, agency == null ? null : agency.value());
        text(digest, who.address());
        text(digest, deed.action());
        text(digest, deed.thingKind());
        text(digest, deed.thingId());
        text(digest, deed.thingName());
        text(digest, deed.outcome().name());
        text(digest, deed.detail());
        return digest.digest();
    }

    private static void number(MessageDigest digest, long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }

    private static void text(MessageDigest digest, @Nullable String value) {
        if (value == null) {
            number(digest, -1);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(digest, bytes.length);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

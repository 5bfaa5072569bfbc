package org.vigilia.server.identity.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vigilia.server.FreshId;
import org.vigilia.server.identity.TokenId;

/**
 * The text a machine shows: {@code vgl_}, the 16 characters of its id, {@code _} and 256 random bits in base64url (43
 * characters). The prefix lets scanners of repositories and logs find a token that leaked.
 *
 * <p>A single SHA-256 is enough to store it safely: nobody can try all 256 bits, which is what slow hashes of passwords
 * are for, and a slow one would let a flood of requests take the processor.
 */
final class TokenSecret {

    private static final Pattern SHAPE = Pattern.compile("vgl_([0-9a-z]{16})_([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final TokenId id;
    private final String secret;

    private TokenSecret(TokenId id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new one, different from all others. */
    static TokenSecret fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TokenSecret(
                new TokenId(FreshId.of("t")),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** @return empty when the text does not look like a token at all */
    static Optional<TokenSecret> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? Optional.of(new TokenSecret(new TokenId("t-" + matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    TokenId id() {
        return id;
    }

    /** The whole text, to be shown once. */
    String reveal() {
        return "vgl_" + id.value().substring(2) + "_" + secret;
    }

    /** What is stored. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Compares in the same time wherever the two differ. */
    boolean matches(byte[] stored) {
        return MessageDigest.isEqual(hash(), stored);
    }

    /** Never prints the secret. */
    @Override
    public String toString() {
        return "TokenSecret[" + id + "]";
    }
}

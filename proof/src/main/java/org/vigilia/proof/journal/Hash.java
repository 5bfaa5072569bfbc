package org.vigilia.proof.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) and its spelling. */
public final class Hash {
    /** What the first entry of a chain follows. */
    public static final String NONE = "0".repeat(64);

    private Hash() {}

    /** An empty digest. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The digest of these bytes. */
    public static byte[] sha256(byte[] bytes) {
        return start().digest(bytes);
    }

    /** Lower-case hexadecimal. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The bytes of lower-case hexadecimal; throws {@link IllegalArgumentException} for anything else. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

package org.vigilia.server.footage.pass;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.vigilia.proof.journal.Hash;

/**
 * The password of a pass: 24 random characters (120 bits) in groups of six, of letters and digits that nobody confuses and
 * that need no quotes on a command line. Like tokens of machines it is kept as its SHA-256: it cannot be guessed, so a
 * slow hash would guard nothing, and would let a flood of requests take the processor.
 */
final class PassSecret {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 24;
    private static final int GROUP = 6;

    private final String text;

    PassSecret(String text) {
        this.text = text;
    }

    /** A new one, different from all others. */
    static PassSecret fresh() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(i > 0 && i % GROUP == 0 ? "-" : "");
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new PassSecret(text.toString());
    }

    /** The whole text, to be shown once. */
    String reveal() {
        return text;
    }

    /** What is stored. */
    byte[] hash() {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Compares in the same time wherever the two differ. */
    boolean matches(byte[] stored) {
        return MessageDigest.isEqual(hash(), stored);
    }

    /** Never prints the secret. */
    @Override
    public String toString() {
        return "PassSecret";
    }
}

package org.vigilia.server;

import java.security.SecureRandom;

/** New ids: a letter that tells the kind and 16 random characters (80 bits), fit for URLs and file names. */
public final class FreshId {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private FreshId() {}

    /** @param kind "c" for cameras, "p" for people, … */
    public static String of(String kind) {
        StringBuilder id = new StringBuilder(kind).append('-');
        for (int i = 0; i < 16; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}

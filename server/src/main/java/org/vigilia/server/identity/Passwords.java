package org.vigilia.server.identity;

import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.vigilia.server.Problem;

/**
 * Hashes and checks passwords with Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2023).
 * At most two at a time, so that a flood of sign-ins cannot take the memory of the server.
 */
@Component
public class Passwords {

    private static final int MIN_LENGTH = 10;
    private static final int MAX_LENGTH = 200;
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    private final Semaphore atOnce = new Semaphore(2);
    private final SecureRandom random = new SecureRandom();
    private final String nobody = encoder.encode("nobody has this password");

    public String hash(String password) {
        atOnce.acquireUninterruptibly();
        try {
            return String.valueOf(encoder.encode(password));
        } finally {
            atOnce.release();
        }
    }

    public boolean matches(String password, String hash) {
        if (password.length() > MAX_LENGTH) {
            return false;
        }
        atOnce.acquireUninterruptibly();
        try {
            return encoder.matches(password, hash);
        } finally {
            atOnce.release();
        }
    }

    /** Takes as long as {@link #matches}, so that nobody learns which names exist. */
    public void pretend(String password) {
        matches(password, nobody);
    }

    /** A password for one use: 15 characters, 74 bits, easy to read aloud. */
    public String oneTime() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 15; i++) {
            if (i > 0 && i % 5 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** @throws Problem 400 saying what is wrong with a password somebody chose */
    void checkChosen(String password, Person person) {
        if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            throw Problem.invalid(
                    "next",
                    "A password needs " + MIN_LENGTH + " to " + MAX_LENGTH + " characters; a few words do well.");
        }
        if (password.equalsIgnoreCase(person.name())
                || password.chars().distinct().count() < 4) {
            throw Problem.invalid("next", "This password is too easy to guess; a few words do well.");
        }
    }
}

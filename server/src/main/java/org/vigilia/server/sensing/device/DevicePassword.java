package org.vigilia.server.sensing.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A device's MQTT password: 256 random bits, shown once; only its hash is kept, and with so many bits it needs no salt. */
public final class DevicePassword {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String password;

    private DevicePassword(String password) {
        this.password = password;
    }

    static DevicePassword fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new DevicePassword(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String reveal() {
        return password;
    }

    /** As {@link org.vigilia.contract.sensing.DeviceAccess} wants it. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Never prints the password. */
    @Override
    public String toString() {
        return "DevicePassword[]";
    }
}

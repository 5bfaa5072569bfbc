package org.vigilia.sim.camera;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may watch, and how the camera asks: Basic (RFC 7617), or Digest with MD5 or SHA-256 (RFC 2617, RFC 7616).
 *
 * @param user name
 * @param password in clear: it is a pretend camera's
 * @param scheme how the camera asks
 */
record Credentials(String user, String password, Scheme scheme) {
    private static final String REALM = "pretend camera";
    private static final Pattern PART = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");

    /** How a camera asks who is there. */
    enum Scheme {
        BASIC,
        DIGEST,
        DIGEST_SHA256
    }

    @Override
    public String toString() {
        return "Credentials[" + scheme + "]";
    }

    String challenge(String nonce) {
        return switch (scheme) {
            case BASIC -> "Basic realm=\"" + REALM + "\"";
            case DIGEST -> "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=MD5";
            case DIGEST_SHA256 ->
                "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=SHA-256, qop=\"auth\"";
        };
    }

    boolean admits(@Nullable String authorization, String method, String nonce) {
        if (authorization == null) {
            return false;
        }
        if (scheme == Scheme.BASIC) {
            byte[] expected = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return authorization.equals("Basic " + Base64.getEncoder().encodeToString(expected));
        }
        Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher matcher = PART.matcher(authorization);
        while (matcher.find()) {
            parts.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        String inner = hash(user + ":" + REALM + ":" + password);
        String outer = hash(method + ":" + parts.getOrDefault("uri", ""));
        String middle = parts.containsKey("qop")
                ? nonce + ":" + parts.get("nc") + ":" + parts.get("cnonce") + ":" + parts.get("qop")
                : nonce;
        return authorization.startsWith("Digest ")
                && user.equals(parts.get("username"))
                && nonce.equals(parts.get("nonce"))
                && hash(inner + ":" + middle + ":" + outer).equals(parts.get("response"));
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(scheme == Scheme.DIGEST_SHA256 ? "SHA-256" : "MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

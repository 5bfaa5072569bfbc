package org.vigilia.media.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers a camera's question who we are: Digest with SHA-256 or MD5 (RFC 7616, RFC 2617), else Basic (RFC 7617), the
 * strongest that the camera offers. Not thread-safe; one a connection.
 */
final class Authenticator {
    private static final Pattern PART = Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Login login;
    private @Nullable Challenge challenge;
    private int count;

    private record Challenge(int strength, Map<String, String> parts) {}

    Authenticator(Login login) {
        this.login = login;
    }

    /**
     * Takes the camera's challenges.
     *
     * @return whether asking again makes sense: false when it refused what we already answered, or asks in a way that
     *     is not known here
     */
    boolean accept(List<String> headers) {
        Challenge best = null;
        for (String header : headers) {
            Challenge one = read(header);
            if (one != null && (best == null || one.strength > best.strength)) {
                best = one;
            }
        }
        boolean stale = best != null && "true".equalsIgnoreCase(best.parts.get("stale"));
        boolean again = best != null && (challenge == null || stale);
        challenge = best;
        count = 0;
        return again;
    }

    private static @Nullable Challenge read(String header) {
        String scheme = header.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher matcher = PART.matcher(header);
        while (matcher.find()) {
            parts.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        if (scheme.equals("basic")) {
            return new Challenge(1, parts);
        }
        if (!scheme.equals("digest") || !parts.containsKey("nonce")) {
            return null;
        }
        return switch (parts.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT)) {
            case "MD5", "MD5-SESS" -> new Challenge(2, parts);
            case "SHA-256", "SHA-256-SESS" -> new Challenge(3, parts);
            default -> null;
        };
    }

    /** The value of the Authorization header; null while the camera has not asked. */
    @Nullable
    String answer(String method, String uri) {
        Challenge asked = challenge;
        if (asked == null) {
            return null;
        }
        if (asked.strength == 1) {
            byte[] plain = (login.userName() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(plain);
        }
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return digest(asked, method, uri, HexFormat.of().formatHex(random));
    }

    private String digest(Challenge asked, String method, String uri, String ours) {
        Map<String, String> parts = asked.parts;
        String hash = asked.strength == 3 ? "SHA-256" : "MD5";
        String realm = parts.getOrDefault("realm", "");
        String nonce = parts.getOrDefault("nonce", "");
        String algorithm = parts.getOrDefault("algorithm", "MD5");
        String inner = hex(hash, login.userName() + ":" + realm + ":" + login.password());
        if (algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS")) {
            inner = hex(hash, inner + ":" + nonce + ":" + ours);
        }
        String outer = hex(hash, method + ":" + uri);
        boolean protect =
                List.of(parts.getOrDefault("qop", "").split("[,\\s]+")).contains("auth");
        String number = String.format(Locale.ROOT, "%08x", ++count);
        String middle = protect ? nonce + ":" + number + ":" + ours + ":auth" : nonce;
        StringBuilder text = new StringBuilder("Digest username=\"" + login.userName() + "\", realm=\"" + realm
                + "\", nonce=\"" + nonce + "\", uri=\"" + uri + "\", response=\""
                + hex(hash, inner + ":" + middle + ":" + outer) + "\"");
        if (parts.containsKey("algorithm")) {
            text.append(", algorithm=").append(algorithm);
        }
        if (parts.containsKey("opaque")) {
            text.append(", opaque=\"").append(parts.get("opaque")).append('"');
        }
        if (protect) {
            text.append(", qop=auth, nc=")
                    .append(number)
                    .append(", cnonce=\"")
                    .append(ours)
                    .append('"');
        }
        return text.toString();
    }

    private static String hex(String hash, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package org.vigilia.media.child;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.media.rtsp.Login;

/**
 * What the ffmpeg child is to read.
 *
 * @param url as ffmpeg wants it, credentials included; never printed
 * @param file whether it is a file here
 * @param loop whether to begin anew at its end
 */
public record ChildAddress(String url, boolean file, boolean loop) {
    private static final Set<String> SCHEMES =
            Set.of("file", "http", "https", "rtmp", "rtmps", "rtsp", "rtsps", "srt", "udp", "rtp", "tcp");

    /**
     * Reads an address or the path of a file, which may end in {@code ?loop=true}.
     *
     * @throws IllegalArgumentException when it is of a kind that is not read; the message does not repeat it
     */
    public static ChildAddress parse(String text, @Nullable Login login) {
        int colon = text.indexOf(':');
        String scheme = text.startsWith("/") || colon < 0
                ? "file"
                : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("addresses of this kind are not read");
        }
        if (text.chars().anyMatch(sign -> sign < 32)) {
            throw new IllegalArgumentException("control characters in the address");
        }
        if (scheme.equals("file")) {
            String path = text.startsWith("/") || colon < 0 ? text : text.substring(colon + 1);
            boolean loop = path.endsWith("?loop=true");
            path = loop ? path.substring(0, path.length() - "?loop=true".length()) : path;
            while (path.startsWith("//")) {
                path = path.substring(1);
            }
            return new ChildAddress("file:" + path, true, loop);
        }
        int authority = text.indexOf("://") + 3;
        boolean hasLogin = text.indexOf('@', authority) >= 0;
        if (login == null || hasLogin || authority < 3) {
            return new ChildAddress(text, false, false);
        }
        String info = encode(login.userName()) + ":" + encode(login.password()) + "@";
        return new ChildAddress(text.substring(0, authority) + info + text.substring(authority), false, false);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String scheme() {
        return url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** The options before {@code -i}; deadlines on every read. */
    List<String> options(long timeoutMicros) {
        String timeout = String.valueOf(timeoutMicros);
        return switch (scheme()) {
            case "file" -> List.of("-protocol_whitelist", "file,crypto");
            case "rtsp", "rtsps" -> List.of("-rtsp_transport", "tcp", "-timeout", timeout);
            case "udp", "rtp" -> List.of("-timeout", timeout);
            default -> List.of("-rw_timeout", timeout);
        };
    }

    @Override
    public String toString() {
        return "ChildAddress[" + scheme() + "]";
    }
}

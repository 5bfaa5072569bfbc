package org.vigilia.media.rtsp;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera is.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param uri what to ask for; holds no credentials
 * @param login from the address; null when it holds none
 */
public record RtspAddress(
        String host, int port, String uri, @Nullable Login login) {
    private static final int USUAL_PORT = 554;

    /** Reads an {@code rtsp://} address; throws {@link IllegalArgumentException} without repeating what it was. */
    public static RtspAddress parse(String text) {
        // user info is cut out by hand: passwords in addresses often hold signs that a URI may not
        int scheme = text.indexOf("://");
        if (scheme < 0 || !text.substring(0, scheme).equalsIgnoreCase("rtsp")) {
            throw new IllegalArgumentException("not an rtsp:// address");
        }
        int authority = scheme + 3;
        int slash = text.indexOf('/', authority);
        int end = slash < 0 ? text.length() : slash;
        int at = text.lastIndexOf('@', end);
        Login login = null;
        if (at >= authority) {
            String info = text.substring(authority, at);
            int colon = info.indexOf(':');
            login = new Login(
                    decode(colon < 0 ? info : info.substring(0, colon)),
                    decode(colon < 0 ? "" : info.substring(colon + 1)));
        }
        String plain = "rtsp://" + text.substring(Math.max(at + 1, authority));
        try {
            URI uri = new URI(plain.indexOf('?') < 0 ? plain : plain.substring(0, plain.indexOf('?')));
            String host = Optional.ofNullable(uri.getHost()).orElseThrow(() -> new IllegalArgumentException("no host"));
            return new RtspAddress(host, uri.getPort() < 0 ? USUAL_PORT : uri.getPort(), plain, login);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("address cannot be read");
        }
    }

    /** The same without credentials, where it can be read. */
    static String withoutLogin(String uri) {
        try {
            return parse(uri).uri();
        } catch (IllegalArgumentException odd) {
            return uri;
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    @Override
    public String toString() {
        return uri;
    }
}

package org.vigilia.server.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;

/**
 * The address of a stream, checked, with the credentials taken out of it.
 *
 * @param url without credentials
 * @param userName from the address; null when it had none
 * @param password from the address; null when it had none
 */
record CameraAddress(
        String url, @Nullable String userName, @Nullable String password) {

    private static final Set<String> NETWORK = Set.of("rtsp", "rtsps", "http", "https");
    private static final int MAX_LENGTH = 2_000;

    /**
     * Checks an address somebody entered.
     *
     * @param field named in the error
     * @throws Problem 400 saying what is wrong with it
     */
    static CameraAddress parse(String field, String text, ServerSettings.CameraAddresses allowed) {
        String address = text.strip();
        int scheme = address.indexOf("://");
        if (scheme < 1 || address.length() > MAX_LENGTH) {
            throw Problem.invalid(field, "'" + shown(address) + "' is not an address; write rtsp://host/path.");
        }
        String kind = address.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (kind.equals("file")) {
            if (!allowed.allowFiles()) {
                throw Problem.invalid(field, "Files are not allowed as cameras here (setting cameras.allow.files).");
            }
            return new CameraAddress(address, null, null);
        }
        if (!NETWORK.contains(kind)) {
            throw Problem.invalid(field, "'" + kind + "' is not supported; use rtsp, rtsps, http or https.");
        }
        // by hand: passwords hold characters that no parser of addresses accepts
        int start = scheme + "://".length();
        int end = address.indexOf('/', start) < 0 ? address.length() : address.indexOf('/', start);
        int at = address.lastIndexOf('@', end - 1);
        String login = at >= start ? address.substring(start, at) : "";
        String rest = address.substring(at >= start ? at + 1 : start);
        URI uri = uri(field, kind + "://" + rest);
        checkHost(field, uri, allowed);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? null : decoded(login.substring(colon + 1));
        return new CameraAddress(uri.toString(), user.isEmpty() ? null : user, password);
    }

    /** Scheme, host and port: where a password would be sent. */
    static String origin(String url) {
        int scheme = url.indexOf("://");
        int end = url.indexOf('/', scheme + "://".length());
        return (end < 0 ? url : url.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    private static URI uri(String field, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getHost().isEmpty()) {
                throw Problem.invalid(field, "'" + text + "' names no host.");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw Problem.invalid(
                    field,
                    "'" + text + "' is not an address: " + e.getReason() + " at character " + (e.getIndex() + 1) + ".");
        }
    }

    private static void checkHost(String field, URI uri, ServerSettings.CameraAddresses allowed) {
        if (allowed.allowLocal()) {
            return;
        }
        boolean http = uri.getScheme().startsWith("http");
        try {
            for (InetAddress host : InetAddress.getAllByName(uri.getHost())) {
                if (host.isLinkLocalAddress()
                        || host.isAnyLocalAddress()
                        || host.isMulticastAddress()
                        || (http && host.isLoopbackAddress())) {
                    throw Problem.invalid(
                            field,
                            "'" + uri.getHost() + "' leads to this machine or its inner network, where no camera is"
                                    + " (setting cameras.allow.local).");
                }
            }
        } catch (UnknownHostException e) {
            // a camera that is not there yet may be registered; media tells when it is found
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Without what may be a password. */
    private static String shown(String address) {
        String cut = address.length() > 80 ? address.substring(0, 80) + "…" : address;
        int at = cut.lastIndexOf('@');
        return at < 0 ? cut : "…" + cut.substring(at);
    }

    /** Never prints the password. */
    @Override
    public String toString() {
        return "CameraAddress[" + url + "]";
    }
}

package org.vigilia.server.sensing.ngsi.subscription;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.server.sensing.ngsi.NgsiError;

/**
 * Which addresses notifications may go to. A name is looked at when a subscription is made and again before every request,
 * because what it stands for can change.
 */
@Component
class Endpoints {

    private final boolean privateToo;

    Endpoints(NgsiSettings settings) {
        this.privateToo = settings.privateEndpoints();
    }

    /** @throws NgsiError when it is no address of http or https, or one that is not allowed */
    URI require(@Nullable String text) {
        URI uri;
        try {
            uri = URI.create(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw NgsiError.bad("notification.endpoint.uri is no address.");
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.toString().length() > 2_000) {
            throw NgsiError.bad(
                    "notification.endpoint.uri must be an address of http or https, at most 2000 characters.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw NgsiError.bad("notification.endpoint.uri may have no password and no fragment; secrets belong into"
                    + " receiverInfo, where nobody sees them again.");
        }
        refusal(uri).filter(r -> !r.startsWith("the name")).ifPresent(reason -> {
            throw NgsiError.bad("notification.endpoint.uri is not allowed: " + reason + ".");
        });
        return uri;
    }

    /** Why nothing may be sent there now; empty when it may. */
    Optional<String> refusal(URI uri) {
        if (privateToo) {
            return Optional.empty();
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (isPrivate(address)) {
                    return Optional.of("it is on a private network or this machine, and the setting"
                            + " sensing.ngsi.endpoints.private does not allow that");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("the name " + uri.getHost() + " is not known");
        }
    }

    static boolean isPrivate(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] b = address.getAddress();
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        if (address instanceof Inet4Address) {
            return first == 0
                    || first == 100 && second >= 64 && second < 128
                    || first == 192 && second == 0 && b[2] == 0
                    || first == 198 && (second == 18 || second == 19)
                    || first >= 240;
        }
        // unique local; 6to4 and NAT64, which carry any IPv4 address inside
        return (first & 0xfe) == 0xfc || first == 0x20 && second == 0x02 || first == 0 && second == 0x64;
    }
}

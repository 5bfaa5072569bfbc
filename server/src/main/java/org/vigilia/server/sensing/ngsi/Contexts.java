package org.vigilia.server.sensing.ngsi;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * JSON-LD contexts. Those of the standard, of the Smart Data Models and our own are known by their addresses and mean the same
 * terms; no context is ever fetched, because an address that a client chooses must not make this server call it.
 */
public final class Contexts {

    public static final String PATH = "/ngsi-ld/context.jsonld";
    public static final String CORE = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld";
    static final String RELATION = "http://www.w3.org/ns/json-ld#context";

    private static final Pattern CORES = Pattern.compile(
            "https?://uri\\.etsi\\.org/ngsi-ld/v1/ngsi-ld-core-context(-v1\\.\\d+(\\.\\d+)?)?\\.jsonld");
    private static final Pattern MODELS = Pattern.compile("https://(smartdatamodels\\.org/context\\.jsonld"
            + "|raw\\.githubusercontent\\.com/smart-data-models/[A-Za-z.]+/(master|main)/context\\.jsonld"
            + "|smart-data-models\\.github\\.io/[A-Za-z.]+/context\\.jsonld)");
    private static final Pattern LINK = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?" + Pattern.quote(RELATION) + "\"?");
    private static final List<String> NAMESPACES = List.of(
            "https://uri.etsi.org/ngsi-ld/default-context/",
            "https://uri.etsi.org/ngsi-ld/",
            "https://smartdatamodels.org/");

    private Contexts() {}

    /** The address of our own, as the client reaches this server. */
    public static String own(HttpServletRequest request) {
        boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + request.getServerPort())
                + PATH;
    }

    /** @throws NgsiError when the Link header names a context that is not known */
    static void checkLink(@Nullable String link) {
        if (link != null) {
            Matcher found = LINK.matcher(link);
            while (found.find()) {
                requireKnown(found.group(1));
            }
        }
    }

    /** @throws NgsiError when a context in a body is missing, not known, or told in the body itself */
    static void checkBody(@Nullable JsonNode context) {
        if (context == null || context.isNull()) {
            throw NgsiError.bad("A body in application/ld+json needs '@context'.");
        }
        if (context.isString()) {
            requireKnown(context.stringValue());
        } else if (context.isArray()) {
            context.forEach(Contexts::checkBody);
        } else {
            throw NgsiError.bad("An '@context' is given by its address here; terms of your own inside the body are not"
                    + " supported.");
        }
    }

    private static void requireKnown(String address) {
        boolean known =
                CORES.matcher(address).matches() || MODELS.matcher(address).matches() || isOwn(address);
        if (!known) {
            String shown = address.length() > 200 ? address.substring(0, 200) + "…" : address;
            throw new NgsiError(
                    NgsiError.Kind.LdContextNotAvailable,
                    "The context '" + shown + "' is not known, and this server never fetches contexts. Use " + PATH
                            + " of this server, the core context of ETSI or those of the Smart Data Models.");
        }
    }

    private static boolean isOwn(String address) {
        try {
            return PATH.equals(URI.create(address).getPath());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** For a body in application/ld+json. */
    public static void put(ArrayNode context, String own) {
        context.add(own).add(CORE);
    }

    /** For the header Link of an answer in application/json. */
    public static String link(String own) {
        return "<" + own + ">; rel=\"" + RELATION + "\"; type=\"application/ld+json\"";
    }

    /** A term for its expanded name: what follows the namespace. */
    public static String shortName(String name) {
        for (String namespace : NAMESPACES) {
            if (name.startsWith(namespace)) {
                return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')) + 1);
            }
        }
        return name;
    }
}

package org.vigilia.server;

import java.util.List;

/**
 * Which addresses belong to the interface of people's screens and other systems, rather than to the files of the web
 * app: they pass the policy point, and what is not there is 404, never the app.
 */
public final class InterfacePaths {

    /** Our own interface, the base map, OGC SensorThings 1.1 and NGSI-LD; each ends in a slash. */
    public static final List<String> PREFIXES = List.of("/api/", "/map/", "/sta/", "/ngsi-ld/");

    private InterfacePaths() {}

    /** @param path of the request, without host and query, with the slash it begins with */
    public static boolean contain(String path) {
        return PREFIXES.stream().anyMatch(path::startsWith);
    }
}

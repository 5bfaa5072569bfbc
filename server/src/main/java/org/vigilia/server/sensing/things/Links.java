package org.vigilia.server.sensing.things;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vigilia.server.sensing.entity.EntityType;

/**
 * Addresses as the client sees them.
 *
 * @param root of the service, without a slash at its end
 */
record Links(String root) {

    String entity(EntityType type, long id) {
        return root + "/" + type.set() + "(" + id + ")";
    }

    /** @param texts the options of the request; {@code $skip} is replaced */
    static String next(String address, Map<String, String> texts, int skip) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        all.put("$skip", String.valueOf(skip));
        StringBuilder link = new StringBuilder(address);
        char sign = '?';
        for (Map.Entry<String, String> option : all.entrySet()) {
            link.append(sign)
                    .append(option.getKey())
                    .append('=')
                    .append(URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
            sign = '&';
        }
        return link.toString();
    }
}

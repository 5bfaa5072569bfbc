package org.vigilia.media.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A camera's answer.
 *
 * @param status 100 to 599
 * @param headers name in lower case and value, in the order sent
 * @param body empty when there is none
 */
record RtspAnswer(int status, List<Header> headers, String body) {

    record Header(String name, String value) {}

    /** Reads the head; null when it is no answer. */
    static @Nullable RtspAnswer parse(String head, String body) {
        List<String> lines = head.strip().lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("RTSP/") || !first[1].matches("[1-5]\\d\\d")) {
            return null;
        }
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(new Header(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip()));
            }
        }
        return new RtspAnswer(Integer.parseInt(first[1]), headers, body);
    }

    String header(String name) {
        return headers.stream()
                .filter(header -> header.name.equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    /** The channel on which packets will come; {@code otherwise} when the camera does not say. */
    int interleaved(int otherwise) {
        String transport = header("transport").toLowerCase(Locale.ROOT);
        int at = transport.indexOf("interleaved=");
        String number = at < 0 ? "" : transport.substring(at + 12).split("[^0-9]", 2)[0];
        return number.isEmpty() || number.length() > 3 ? otherwise : Integer.parseInt(number);
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name.equals(name))
                .map(Header::value)
                .toList();
    }
}

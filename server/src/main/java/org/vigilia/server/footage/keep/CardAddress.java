package org.vigilia.server.footage.keep;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.Problem;
import org.vigilia.server.registry.Camera;

/**
 * The address of a camera's own card. It holds no credentials, as it is shown and written down; media uses those of the
 * camera. For that reason it must be at the camera's own host: elsewhere the camera's password would be given away.
 */
public final class CardAddress {

    private static final Pattern SECRET =
            Pattern.compile("[?&;](user|username|usr|login|pass|password|passwd|pwd|token)=", Pattern.CASE_INSENSITIVE);

    /** Blanks, and the brackets of placeholders. */
    private static final Pattern ODD = Pattern.compile("[\\s{}<>\\p{Cntrl}]");

    private CardAddress() {}

    /**
     * An address somebody entered, without blanks around it; null when there is none.
     *
     * @param field named in the error
     * @throws Problem 400 saying what is wrong with it; never repeats the address
     */
    static @Nullable String checked(String field, @Nullable String text, Camera camera) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String address = text.strip();
        Optional<String> wrong = findFault(address, camera);
        if (wrong.isPresent()) {
            throw Problem.invalid(field, wrong.get());
        }
        return address;
    }

    /** What is wrong with an address for a camera as it is now, one sentence for people; empty when nothing is. */
    public static Optional<String> findFault(String address, Camera camera) {
        String lower = address.toLowerCase(Locale.ROOT);
        if (lower.startsWith("rtsps://")) {
            return Optional.of("Cards are fetched without encryption: write rtsp:// instead of rtsps://.");
        }
        if (!lower.startsWith("rtsp://")) {
            return Optional.of("The address of a card begins with rtsp://.");
        }
        if (address.indexOf('@') >= 0 || SECRET.matcher(address).find()) {
            return Optional.of("Leave user and password out of the card's address: those of the camera are used.");
        }
        String host = host(address);
        if (host.isEmpty() || ODD.matcher(address).find()) {
            return Optional.of("The card's address cannot be read; write rtsp://host/path.");
        }
        if (camera.streams().userName() != null
                && !host.equals(host(camera.streams().mainUrl()))) {
            return Optional.of("The card's address must have the host of the camera's own address,"
                    + " as the camera's password is used.");
        }
        return Optional.empty();
    }

    /** Empty where there is none, or the address cannot be read. */
    private static String host(String address) {
        try {
            // what stands behind the question mark may be anything
            String host = new URI(address.replaceFirst("\\?.*", "")).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }
}

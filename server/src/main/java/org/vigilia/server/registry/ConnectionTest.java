package org.vigilia.server.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.server.ServerSettings;
import tools.jackson.databind.JsonNode;

/** Tries an address before it is saved: media connects, vision makes a picture of the first key frame. */
@Component
class ConnectionTest {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTest.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Machines machines;
    private final ServerSettings.Media media;
    private final Stills stills;

    ConnectionTest(Machines machines, ServerSettings.Media media, Stills stills) {
        this.machines = machines;
        this.media = media;
        this.stills = stills;
    }

    /**
     * What trying an address brought.
     *
     * @param ok whether video came
     * @param condition GOOD, or what is wrong; null when media could not try
     * @param detail one line for people: what was found, or what is wrong and what to do
     * @param codec H264 or H265
     * @param fps nominal frames a second; 0 when the camera does not say
     * @param pictureJpegBase64 its picture; null when none could be made
     */
    record Finding(
            boolean ok,
            @Nullable Condition condition,
            String detail,
            @Nullable String codec,
            @Nullable Integer widthPx,
            @Nullable Integer heightPx,
            @Nullable Double fps,
            @Nullable String pictureJpegBase64) {}

    Finding run(String url, CameraDesk.Login login) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("url", url);
        if (login.userName() != null) {
            request.put("userName", login.userName());
        }
        if (login.password() != null) {
            request.put("password", login.password());
        }
        try {
            return finding(machines.post(media.url(), "/probe", request, LIMIT));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("connection test not possible");
            return new Finding(
                    false,
                    null,
                    "The media process does not answer, so the camera could not be tried. Look at Health, then try again.",
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    private Finding finding(JsonNode probe) {
        boolean ok = probe.path("ok").asBoolean(false);
        String detail = probe.path("detail").asString("");
        String picture = null;
        if (ok && probe.hasNonNull("stream") && probe.hasNonNull("unit")) {
            try {
                byte[] jpeg = stills.jpeg(
                        Base64.getDecoder().decode(probe.path("stream").asString()),
                        Base64.getDecoder().decode(probe.path("unit").asString()));
                picture = Base64.getEncoder().encodeToString(jpeg);
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no picture of a tested camera");
                detail = detail + " No picture could be made: " + e.getMessage() + ".";
            }
        }
        String condition = probe.path("condition").asString("");
        return new Finding(
                ok,
                condition.isEmpty() ? (ok ? Condition.GOOD : null) : Condition.valueOf(condition),
                detail,
                probe.hasNonNull("codec") ? probe.path("codec").asString() : null,
                probe.hasNonNull("widthPx") ? probe.path("widthPx").asInt() : null,
                probe.hasNonNull("heightPx") ? probe.path("heightPx").asInt() : null,
                probe.hasNonNull("fps") ? probe.path("fps").asDouble() : null,
                picture);
    }
}

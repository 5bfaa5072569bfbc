package org.vigilia.server.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;

/** Makes JPEG pictures of key frames, by asking a vision worker: no decoder lives in this process. */
@Component
public class Stills {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Machines machines;
    private final ServerSettings.Vision vision;

    Stills(Machines machines, ServerSettings.Vision vision) {
        this.machines = machines;
        this.vision = vision;
    }

    /**
     * Decodes a key frame.
     *
     * @param stream payload of a STREAM message of the relay
     * @param unit a key frame, NAL units each with a 4-byte length
     * @return a JPEG file
     * @throws IOException when no vision worker could do it
     */
    public byte[] jpeg(byte[] stream, byte[] unit) throws IOException {
        IOException last = new IOException("no vision worker is set up (setting vision.urls)");
        for (java.net.URI worker : vision.urls()) {
            try {
                return machines.postForBytes(worker, "/still", Map.of("stream", stream, "unit", unit), LIMIT);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}

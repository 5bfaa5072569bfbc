package org.vigilia.sim.camera;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pretend camera itself sees in its clip, as ONVIF metadata documents. Read from the file {@code
 * CLIP.analytics} beside the clip, where there is one: each line the number of a picture, a space, and an XML document
 * on one line, in which {@code {utc}} stands for the time of the picture.
 *
 * @param documents by number of picture, from 0
 */
record Analytics(Map<Integer, String> documents) {

    static Analytics beside(Path clip) throws IOException {
        Path file = clip.resolveSibling(clip.getFileName() + ".analytics");
        Map<Integer, String> documents = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    documents.put(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
                }
            }
        }
        return new Analytics(documents);
    }

    boolean isEmpty() {
        return documents.isEmpty();
    }

    /** The document of a picture; null when there is none. */
    byte @Nullable [] of(int picture, Instant taken) {
        String document = documents.get(picture);
        return document == null
                ? null
                : document.replace("{utc}", taken.toString()).getBytes(StandardCharsets.UTF_8);
    }
}

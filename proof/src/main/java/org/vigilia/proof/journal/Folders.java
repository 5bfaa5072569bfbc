package org.vigilia.proof.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.vigilia.contract.id.CameraId;

/**
 * Where things lie below the root of recordings: {@code CAMERA/2026-11-28/journal.jsonl} and {@code
 * CAMERA/2026-11-28/231502.123456.mp4}. An entry stands in the journal of the day on which it was written (UTC); a
 * segment lies in the folder of the day on which it starts.
 */
public final class Folders {
    public static final String JOURNAL = "journal.jsonl";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HHmmss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Folders() {}

    /** The folder name of a camera: its id, with {@code %XX} for whatever means something to a file system. */
    public static String name(CameraId camera) {
        StringBuilder name = new StringBuilder();
        for (char c : camera.value().toCharArray()) {
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return name.toString();
    }

    /** The camera of a folder name; throws {@link IllegalArgumentException} when it is none. */
    public static CameraId camera(String name) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                id.append((char) Integer.parseInt(name.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                id.append(name.charAt(i));
            }
        }
        return new CameraId(id.toString());
    }

    /** The folder of a camera's day. */
    public static Path day(Path root, CameraId camera, LocalDate day) {
        return root.resolve(name(camera)).resolve(day.toString());
    }

    /** The path of a segment below the root, with {@code /}. */
    public static String segment(CameraId camera, long startMicros) {
        Instant start = Instant.EPOCH.plusNanos(startMicros * 1000);
        return name(camera) + "/" + start.atZone(ZoneOffset.UTC).toLocalDate() + "/" + TIME.format(start) + ".mp4";
    }
}

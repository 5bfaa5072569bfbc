package org.vigilia.facts;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.vigilia.contract.id.CameraId;

/** Which part of the log a camera's or a rule's entries go to. The answer never changes: readers rely on the order within it. */
public final class Parts {

    /** How many parts the log has. */
    public static final int COUNT = 16;

    private Parts() {}

    /** 0 to 15. */
    public static int of(CameraId camera) {
        return of(camera.value());
    }

    /** 0 to 15, for the id of a camera or of a rule. */
    public static int of(String source) {
        CRC32 crc = new CRC32();
        crc.update(source.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % COUNT);
    }
}

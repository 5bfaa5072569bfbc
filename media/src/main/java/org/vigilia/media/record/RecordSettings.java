package org.vigilia.media.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How recordings are written.
 *
 * @param root where they lie
 * @param secrets where the node's key lies
 * @param queueBytes pictures that may wait for the disk, of all cameras together; beyond it they are lost, and told
 * @param segment how long a file is about; it ends at a key picture
 * @param space what is expected of the disk
 * @param retry after a failure of the disk
 */
public record RecordSettings(Path root, Path secrets, long queueBytes, Duration segment, Space space, Duration retry) {

    /**
     * How much of the disk is to be free.
     *
     * @param lowBytes with less it counts as low
     * @param lowPercent of all of it, likewise
     * @param reserveBytes nothing is recorded into the last of the disk: journals must still be written
     */
    public record Space(long lowBytes, double lowPercent, long reserveBytes) {}
}

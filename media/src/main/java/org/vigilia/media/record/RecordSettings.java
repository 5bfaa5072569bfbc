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
 * @param low the disk counts as low when less than this is free, or {@code lowShare} of it
 * @param reserveBytes nothing is recorded into the last of the disk: journals must still be writable
 */
public record RecordSettings(Path root, Path secrets, long queueBytes, Duration segment, Low low, long reserveBytes) {

    /**
     * When a disk is low.
     *
     * @param bytes free
     * @param percent free
     */
    public record Low(long bytes, double percent) {}
}

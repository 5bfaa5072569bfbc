package org.vigilia.server.footage.index;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;

/**
 * A segment as the index knows it.
 *
 * @param entry as it was recorded
 * @param pool where it lies now
 * @param file path or key in that pool
 * @param sha256 of the file as it lies there; another than the entry's only when it was anonymised
 * @param hash of its line in the journal
 * @param proven whether its line followed the one before and was signed
 * @param deletion null while it is there
 */
public record SegmentRow(
        Entry.Segment entry,
        String pool,
        String file,
        String sha256,
        String hash,
        boolean proven,
        @Nullable Deletion deletion) {

    /** When and why a segment went. */
    public record Deletion(long atMicros, String rule, String why) {}

    public CameraId camera() {
        return entry.camera();
    }

    public long number() {
        return entry.number();
    }

    /** Whether its file is not what the camera sent any more. */
    public boolean anonymised() {
        return !sha256.equals(entry.sha256());
    }
}

package org.vigilia.server.evidence.redact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for the opening that a copy came from.
 *
 * @param name of the file that was looked at
 * @param sha256 of it
 * @param progress 0..1
 * @param failure why it could not be compared; empty otherwise
 * @param result once it is done
 */
record Trace(
        String id,
        String exhibit,
        String name,
        String sha256,
        State state,
        float progress,
        String failure,
        @Nullable Result result,
        String why,
        Instant createdAt,
        String createdBy) {

    enum State {
        WORKING,
        DONE,
        FAILED
    }

    /**
     * What was found.
     *
     * @param openings how many openings had got a marked copy, and so could be it
     * @param pictures how many pictures were compared; 0 when the file is the very copy that was sent
     * @param likeness of the file and the original, -1 to 1; below 0.5 it is no copy of this exhibit
     * @param beginsAtMs where in the original it begins
     * @param named whose copy it is; empty: none of those
     * @param next the highest agreement of all that are not named; what chance gives
     * @param words the same in one sentence
     */
    record Result(
            int openings,
            int pictures,
            double likeness,
            long beginsAtMs,
            List<Named> named,
            double next,
            String words) {}

    /**
     * An opening whose mark is in the file.
     *
     * @param share id of the share that was opened
     * @param label whom the share was for
     * @param address from where it was opened
     * @param exact whether the file is byte for byte the copy that was sent
     * @param z agreement, in standard deviations of chance
     * @param chance at most this likely is it that any opening would agree so far by chance
     */
    record Named(
            String opening,
            String share,
            String label,
            Instant openedAt,
            String address,
            boolean exact,
            double z,
            double chance) {}
}

package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.file.Path;
import org.vigilia.proof.journal.Entry;

/** Makes people and plates in a segment unrecognisable for good. Where there is none, nothing is anonymised, and that is told. */
public interface Anonymiser {

    /** Whether it can work on this machine. */
    default boolean available() {
        return true;
    }

    /**
     * Writes what may be kept of a segment.
     *
     * @param from the file as it lies
     * @param to where the new one is written, as a segment of the same times
     * @throws IOException when it cannot be done now; it is tried again later
     */
    void anonymise(Entry.Segment segment, Path from, Path to) throws IOException;
}

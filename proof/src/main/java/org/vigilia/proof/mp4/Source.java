package org.vigilia.proof.mp4;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Line;

/**
 * A recorded segment to cut from.
 *
 * @param line its line in the journal
 * @param file opens its bytes, wherever they lie; the caller closes
 */
public record Source(Line line, Opener file) {
    /** Opens a file of which any part can be read. */
    public interface Opener {
        SeekableByteChannel open() throws IOException;
    }

    public Source {
        if (!(line.entry() instanceof Entry.Segment)) {
            throw new IllegalArgumentException("entry " + line.entry().number() + " of the journal is no segment");
        }
    }

    public Entry.Segment segment() {
        return (Entry.Segment) line.entry();
    }
}

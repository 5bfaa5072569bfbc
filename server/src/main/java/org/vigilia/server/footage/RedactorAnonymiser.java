package org.vigilia.server.footage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import org.vigilia.proof.journal.Entry;

/** Anonymises segments by a vision process each. */
@Component
class RedactorAnonymiser implements Anonymiser {
    private final Redactor redactor;

    RedactorAnonymiser(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public boolean available() {
        return redactor.available();
    }

    @Override
    public void anonymise(Entry.Segment segment, Path from, Path to) throws IOException {
        try {
            redactor.anonymise(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("segment " + segment.number() + " of camera " + segment.camera()
                    + " was not anonymised: the server stops");
        }
    }
}

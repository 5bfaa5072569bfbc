package org.vigilia.server.evidence.share;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams one after the other; each is opened when the one before has ended, so that only one is open at a time. */
final class Chain extends InputStream {
    private final Iterator<Opener> rest;
    private @Nullable InputStream now;

    /** Opens one. */
    interface Opener {
        InputStream open() throws IOException;
    }

    Chain(List<Opener> all) {
        rest = all.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        while (now != null || rest.hasNext()) {
            if (now == null) {
                now = rest.next().open();
            }
            int read = now.read(into, at, length);
            if (read >= 0) {
                return read;
            }
            now.close();
            now = null;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (now != null) {
            now.close();
        }
    }
}

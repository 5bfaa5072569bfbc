package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A place where footage lies. Safe for use by many threads; {@link IOException} when it is away. */
public interface Pool {

    String name();

    /** A file of the pool as one on this machine, fetched where it is not. */
    Path fetch(String file, String sha256) throws IOException;

    /** Copies a file in and returns its SHA-256 as read back from where it lies then. */
    String put(Path from, String file) throws IOException;

    /** Removes a file and every copy of it; one that is not there is no error. */
    void remove(String file, String sha256) throws IOException;

    /** Whether the pool answers and can be written to; the reason when not, for people. */
    java.util.Optional<String> findTrouble();

    /** Bytes that are free; empty where nobody can tell. */
    OptionalLong freeBytes();

    /** Bytes there are altogether; empty where nobody can tell. */
    OptionalLong totalBytes();
}

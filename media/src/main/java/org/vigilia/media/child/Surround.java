package org.vigilia.media.child;

import java.nio.file.Path;
import java.util.List;

/** The surroundings of a child process. */
final class Surround {
    private Surround() {}

    /** A process that finds its libraries beside the executable: not all of them know to look there. */
    static ProcessBuilder builder(List<String> line, Path executable) {
        ProcessBuilder builder = new ProcessBuilder(line);
        String folder = String.valueOf(executable.getParent());
        builder.environment().merge("LD_LIBRARY_PATH", folder, (old, own) -> own + ":" + old);
        return builder;
    }
}

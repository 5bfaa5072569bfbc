package org.vigilia.node;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one process is started and asked for its health.
 *
 * @param name as on the health page: "media", "server"
 * @param command full command line
 * @param log its output, kept in at most two files of 10 MB
 * @param health answers 200 with JSON when it is well; null when only the TCP port tells
 * @param port its TCP port on loopback, asked when there is no health page
 */
record ProcessPlan(
        String name,
        List<String> command,
        Path log,
        @Nullable URI health,
        int port) {

    ProcessPlan {
        command = List.copyOf(command);
    }
}

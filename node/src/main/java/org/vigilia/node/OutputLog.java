package org.vigilia.node;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a process prints: the newest 10 MB, and the 10 MB before in a second file. */
final class OutputLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);
    private static final long MAX_BYTES = 10L * 1024 * 1024;
    private static final int MAX_LINE = 16 * 1024;

    private OutputLog() {}

    /** Copies line by line until the process ends. */
    static void pump(InputStream output, Path file) {
        StringBuilder line = new StringBuilder();
        try (InputStreamReader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            Files.createDirectories(file.getParent());
            BufferedWriter writer = open(file);
            try {
                for (int c = reader.read(); c >= 0; c = reader.read()) {
                    line.append((char) c);
                    if (c == '\n' || line.length() >= MAX_LINE) {
                        writer.append(line);
                        line.setLength(0);
                        if (!reader.ready()) {
                            writer.flush();
                        }
                        if (Files.size(file) > MAX_BYTES) {
                            writer.close();
                            Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
                            writer = open(file);
                        }
                    }
                }
                writer.append(line);
            } finally {
                writer.close();
            }
        } catch (IOException e) {
            // a killed process closes its end at any moment: that is how logs end
            LOG.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", e.getMessage())
                    .log("the log of a process ends here");
        }
    }

    private static Path older(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static BufferedWriter open(Path file) throws IOException {
        return Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

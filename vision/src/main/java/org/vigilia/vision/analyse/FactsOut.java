package org.vigilia.vision.analyse;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.facts.FactJson;

/** Facts as JSON, one a line, to a file, to standard output, or both. Not thread-safe. */
final class FactsOut implements AutoCloseable {

    private final List<Writer> writers;

    private final @Nullable Writer stdout;

    private FactsOut(List<Writer> writers, @Nullable Writer stdout) {
        this.writers = writers;
        this.stdout = stdout;
    }

    static FactsOut open(AnalyseOptions.Output output, PrintStream stdout) throws CannotAnalyse {
        List<Writer> writers = new ArrayList<>();
        Path file = output.facts();
        if (file != null) {
            try {
                writers.add(Files.newBufferedWriter(file));
            } catch (IOException e) {
                throw new CannotAnalyse("facts " + file + " cannot be written: " + e.getMessage());
            }
        }
        Writer pipe = null;
        if (output.factsToStdout()) {
            pipe = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), 1 << 15);
            writers.add(pipe);
        }
        return new FactsOut(writers, pipe);
    }

    /** Tells the reader of standard output, before the first fact, how many frames a second the video has. */
    void begin(double fps) throws CannotAnalyse {
        Writer pipe = stdout;
        if (pipe != null) {
            try {
                pipe.write("{\"fps\":" + fps + "}\n");
            } catch (IOException e) {
                throw new CannotAnalyse("facts cannot be written: " + e.getMessage());
            }
        }
    }

    void write(List<Fact> facts) throws CannotAnalyse {
        if (writers.isEmpty()) {
            return;
        }
        try {
            for (Fact fact : facts) {
                String line = FactJson.write(fact) + "\n";
                for (Writer writer : writers) {
                    writer.write(line);
                }
            }
        } catch (IOException e) {
            throw new CannotAnalyse("facts cannot be written: " + e.getMessage());
        }
    }

    @Override
    public void close() throws CannotAnalyse {
        try {
            for (Writer writer : writers) {
                writer.close();
            }
        } catch (IOException e) {
            throw new CannotAnalyse("facts cannot be written: " + e.getMessage());
        }
    }
}

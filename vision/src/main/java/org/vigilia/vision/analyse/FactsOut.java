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
import org.vigilia.contract.fact.Fact;
import org.vigilia.facts.FactJson;

/** Facts as JSON, one a line, to a file, to standard output, or both. Not thread-safe. */
final class FactsOut implements AutoCloseable {

    private final List<Writer> writers;

    private FactsOut(List<Writer> writers) {
        this.writers = writers;
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
        if (output.factsToStdout()) {
            writers.add(new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), 1 << 15));
        }
        return new FactsOut(writers);
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

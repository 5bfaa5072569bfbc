package org.vigilia.server.sensing.arrival;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.intake.csv.BadLine;
import org.vigilia.intake.csv.CsvLayout;
import org.vigilia.intake.csv.CsvReader;
import org.vigilia.intake.mapping.Reading;
import org.vigilia.server.Problem;

/** The lines of a file of observations, one after the other: what they hold, or why they cannot be used. */
final class CsvLines implements AutoCloseable {

    static final int MAX_LINES = 200_000;
    private static final int SHOWN = 200;

    private final CsvReader reader;
    private final CsvLayout layout;
    private int count;

    /** One line: readings, or a reason. */
    record Line(
            int number,
            String text,
            List<String> fields,
            List<Reading> readings,
            @Nullable String reason) {}

    /** @throws Problem 400 when the first line does not say what the columns are */
    CsvLines(Path file) throws IOException {
        reader = new CsvReader(new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        boolean opened = false;
        try {
            List<String> header = reader.next();
            if (header == null) {
                throw new BadLine("there is no line in it");
            }
            layout = CsvLayout.of(header);
            opened = true;
        } catch (BadLine e) {
            throw Problem.invalid(
                    "body",
                    "The file cannot be read: " + e.reason()
                            + ". Its first line must name the columns, such as time,device,channel,value.");
        } finally {
            if (!opened) {
                reader.close();
            }
        }
    }

    CsvLayout layout() {
        return layout;
    }

    /** The next line; null at the end. @throws Problem 400 when there are more than {@value #MAX_LINES} */
    @Nullable
    Line next() throws IOException {
        List<String> fields = List.of();
        try {
            List<String> read = reader.next();
            if (read == null) {
                return null;
            }
            if (++count > MAX_LINES) {
                throw Problem.invalid("body", "The file has more than " + MAX_LINES + " lines. Cut it into several.");
            }
            fields = read;
            return new Line(reader.line(), shown(), fields, layout.read(fields, reader.decimalComma()), null);
        } catch (BadLine e) {
            return new Line(reader.line(), shown(), fields, List.of(), e.reason());
        }
    }

    private String shown() {
        String text = reader.text();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

package org.vigilia.intake.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values (RFC 4180) line by line. The separator is found out from the first line: comma, semicolon
 * or tab. Fields may be quoted; a quoted field may not hold a line end, so that one bad quote spoils one line and not the
 * rest of the file. Not safe for many threads.
 */
public final class CsvReader implements AutoCloseable {

    private static final int MAX_LINE = 65_536;

    private final BufferedReader in;
    private char separator;
    private int line;
    private String text = "";

    public CsvReader(Reader reader) {
        in = new BufferedReader(reader, 1 << 16);
    }

    /**
     * The fields of the next line that is not empty; null at the end.
     *
     * @throws BadLine when this line cannot be read; the next one can be asked for
     */
    public @Nullable List<String> next() throws IOException, BadLine {
        do {
            String read = in.readLine();
            if (read == null) {
                return null;
            }
            line++;
            text = line == 1 && read.startsWith("\uFEFF") ? read.substring(1) : read;
        } while (text.isBlank());
        if (text.length() > MAX_LINE) {
            text = text.substring(0, 200);
            throw new BadLine("the line is longer than " + MAX_LINE + " characters");
        }
        if (separator == 0) {
            separator = separator(text);
        }
        return split();
    }

    private static char separator(String header) {
        char best = ',';
        long most = header.chars().filter(c -> c == ',').count();
        for (char candidate : new char[] {';', '\t'}) {
            long count = header.chars().filter(c -> c == candidate).count();
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }

    private List<String> split() throws BadLine {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.toString().isBlank()) {
                field.setLength(0);
                quoted = true;
            } else if (c == separator) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new BadLine("a quotation mark is not closed");
        }
        fields.add(field.toString().strip());
        return fields;
    }

    /** Number of the line read last, from 1. */
    public int line() {
        return line;
    }

    /** The line read last, as it is. */
    public String text() {
        return text;
    }

    /** True when decimal numbers may be written with a comma: the separator is another one. */
    public boolean decimalComma() {
        return separator != ',';
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

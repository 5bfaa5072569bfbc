package org.vigilia.server.evidence;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.sensing.Datastreams;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the readings of a datastream as CSV (RFC 4180, times in UTC) and what is known of it as JSON. Readings are as
 * they are stored: calibrated, with their quality.
 */
@Component
class SeriesFiles {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final double WHOLE = 1e15;

    private final Datastreams datastreams;
    private final EvidenceSettings settings;
    private final Clock clock;

    SeriesFiles(Datastreams datastreams, EvidenceSettings settings, Clock clock) {
        this.datastreams = datastreams;
        this.settings = settings;
        this.clock = clock;
    }

    /** Writes a file of the exhibit. */
    interface Out {
        FileSeal write(String name, String mediaType, Maker.Body body) throws IOException;
    }

    /** What was written. */
    record Written(List<FileSeal> files, Seal.Series series) {}

    /** What lies beside the readings. */
    record About(
            String format,
            int version,
            Instant from,
            Instant to,
            Instant readAt,
            long readings,
            Datastreams.Description datastream) {}

    Written write(Datastreams.Description about, Instant from, Instant to, Out out) throws IOException {
        Instant readAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Rows rows = new Rows(about.unit());
        FileSeal readings = out.write("readings.csv", "text/csv", stream -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            writer.write("time,value,unit,quality,received\r\n");
            datastreams.each(about.datastream(), from, to, reading -> rows.write(reading, writer));
            writer.flush();
        });
        if (rows.count == 0) {
            throw new IOException("there is no reading between these times any more");
        }
        byte[] json = JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(new About("vigilia-series", 1, from, to, readAt, rows.count, about));
        FileSeal description = out.write("datastream.json", "application/json", stream -> stream.write(json));
        Seal.Series series = new Seal.Series(
                about.datastream(),
                about.name(),
                about.sensor().name(),
                about.quantity(),
                about.unit(),
                from,
                to,
                rows.first,
                rows.last,
                rows.count,
                rows.doubtful);
        return new Written(List.of(readings, description), series);
    }

    private final class Rows {
        private final String unit;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private long count;
        private long doubtful;

        Rows(String unit) {
            this.unit = cell(unit);
        }

        void write(Datastreams.Reading reading, Writer out) throws IOException {
            if (++count > settings.seriesReadings()) {
                throw new IOException("there are more than " + settings.seriesReadings() + " readings by now");
            }
            first = count == 1 ? reading.at() : first;
            last = reading.at();
            doubtful += reading.quality().isEmpty() ? 0 : 1;
            String quality = reading.quality().stream().map(Enum::name).collect(Collectors.joining(" "));
            out.write(reading.at() + "," + value(reading.value(), reading.text()) + "," + unit + "," + quality + ","
                    + reading.received() + "\r\n");
        }
    }

    private static String value(@Nullable Double value, @Nullable String text) {
        if (value == null) {
            return cell(String.valueOf(text));
        }
        return value == Math.rint(value) && Math.abs(value) < WHOLE
                ? String.valueOf(value.longValue())
                : String.valueOf(value);
    }

    /** What a spreadsheet would take for a formula is made a text. */
    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+@-\t".indexOf(text.charAt(0)) >= 0 && text.length() > 1;
        String safe = formula ? "'" + text : text;
        return safe.matches("[^\",\n\r]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}

package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Observations of a datastream as files; written while they are read, so their number does not matter. */
@RestController
@Tag(name = "sensing")
class DownloadController {

    private static final int ROWS_AT_ONCE = 2_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final DeviceDesk desk;
    private final DatastreamList list;
    private final JsonMapper json;

    DownloadController(
            DataSource source,
            PlatformTransactionManager transactions,
            DeviceDesk desk,
            DatastreamList list,
            JsonMapper json) {
        jdbc = new JdbcTemplate(source);
        jdbc.setFetchSize(ROWS_AT_ONCE);
        // rows only come in portions inside a transaction
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        this.desk = desk;
        this.list = list;
        this.json = json;
    }

    /** Writes a row; the number tells the first. */
    private interface RowWriter {
        void write(Writer out, ResultSet row, long number) throws SQLException, IOException;
    }

    @GetMapping("/api/v1/sensing/datastreams/{id}/observations.csv")
    @Requires(Right.SEE_SENSORS)
    @Operation(
            operationId = "downloadCsv",
            summary = "Observations as CSV: time, value, unit, quality, received",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "CSV with a header",
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    void csv(
            Caller by,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        desk.requireDatastream(by, Right.SEE_SENSORS, id);
        String unit = list.get(id).unit();
        Writer out = begin(response, "text/csv", id, "csv");
        out.write("time,value,unit,quality,received\n");
        rows(id, from, to, out, (writer, row, number) -> {
            writer.write(time(row, 1) + "," + cell(value(row)) + "," + cell(unit) + "," + cell(flags(row)) + ","
                    + time(row, 5) + "\n");
        });
        out.flush();
    }

    @GetMapping("/api/v1/sensing/datastreams/{id}/observations.geojson")
    @Requires(Right.SEE_SENSORS)
    @Operation(
            operationId = "downloadGeoJson",
            summary = "Observations as GeoJSON: a feature for each, at the place of the datastream",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A FeatureCollection (RFC 7946)",
                            content = @Content(mediaType = "application/geo+json", schema = @Schema(type = "object"))))
    void geoJson(
            Caller by,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        desk.requireDatastream(by, Right.SEE_SENSORS, id);
        DatastreamList.Item item = list.get(id);
        Writer out = begin(response, "application/geo+json", id, "geojson");
        out.write("{\"type\":\"FeatureCollection\",\"features\":[\n");
        rows(id, from, to, out, (writer, row, number) -> {
            writer.write(number == 0 ? "" : ",\n");
            writer.write(feature(item, row).toString());
        });
        out.write("\n]}\n");
        out.flush();
    }

    private ObjectNode feature(DatastreamList.Item item, ResultSet row) throws SQLException {
        ObjectNode feature = json.createObjectNode().put("type", "Feature");
        GeoPoint at = item.location();
        if (at == null) {
            feature.putNull("geometry");
        } else {
            feature.putObject("geometry")
                    .put("type", "Point")
                    .putArray("coordinates")
                    .add(at.longitude())
                    .add(at.latitude());
        }
        ObjectNode properties = feature.putObject("properties")
                .put("datastream", item.id())
                .put("name", item.name())
                .put("time", time(row, 1));
        double value = row.getDouble(2);
        if (row.wasNull()) {
            properties.set("value", json.readTree(String.valueOf(row.getString(3))));
        } else {
            properties.put("value", value);
        }
        properties.put("unit", item.unit());
        String flags = flags(row);
        if (!flags.isEmpty()) {
            properties.put("quality", flags);
        }
        return feature;
    }

    private static Writer begin(HttpServletResponse response, String type, long id, String ending) throws IOException {
        response.setContentType(type + ";charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"datastream-" + id + "." + ending + "\"");
        return new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    }

    private void rows(long id, @Nullable Instant from, @Nullable Instant to, Writer out, RowWriter writer) {
        Instant end = to == null ? Instant.now().plus(Duration.ofDays(1)) : to;
        Instant begin = from == null ? Instant.parse("0001-01-01T00:00:00Z") : from;
        if (!begin.isBefore(end)) {
            throw Problem.invalid("from", "'from' must be before 'to'.");
        }
        long[] number = {0};
        transaction.executeWithoutResult(status -> jdbc.query(
                "select at, value, result, quality, stored_at from facts.observation where datastream = ? and at >= ?"
                        + " and at < ? order by at, again",
                row -> {
                    try {
                        writer.write(out, row, number[0]++);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                id,
                begin.atOffset(ZoneOffset.UTC),
                end.atOffset(ZoneOffset.UTC)));
    }

    private static String time(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? "" : at.toInstant().toString();
    }

    private static String value(ResultSet row) throws SQLException {
        String value = row.getString(2);
        return value == null ? String.valueOf(row.getString(3)) : value;
    }

    private static String flags(ResultSet row) throws SQLException {
        StringBuilder flags = new StringBuilder();
        for (QualityFlag flag : QualityFlag.of(row.getInt(4))) {
            flags.append(flags.isEmpty() ? "" : " ").append(flag);
        }
        return flags.toString();
    }

    /** RFC 4180; what a spreadsheet would take for a formula is a text. */
    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+@\t".indexOf(text.charAt(0)) >= 0
                || text.startsWith("-") && !text.matches("-?[0-9.eE+-]+");
        String safe = formula ? "'" + text : text;
        return safe.matches("[^\",\n\r]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}

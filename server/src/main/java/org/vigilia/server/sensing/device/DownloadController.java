package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Observations of a datastream as files; written while they are read, so their number does not matter. */
@RestController
@Tag(name = "sensing")
class DownloadController {

    private final ObservationRows rows;
    private final DeviceDesk desk;
    private final DatastreamList list;
    private final JsonMapper json;

    DownloadController(ObservationRows rows, DeviceDesk desk, DatastreamList list, JsonMapper json) {
        this.rows = rows;
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
        ObservationRows.requireSpan(from, to);
        String unit = list.get(id).unit();
        Writer out = begin(response, "text/csv", id, "csv");
        out.write("time,value,unit,quality,received\n");
        rows(id, from, to, out, (writer, row, number) -> {
            writer.write(time(row, 1) + "," + cell(value(row)) + "," + cell(unit) + ","
                    + cell(ObservationRows.flags(row)) + "," + time(row, 5) + "\n");
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
        ObservationRows.requireSpan(from, to);
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
        String flags = ObservationRows.flags(row);
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
        long[] number = {0};
        rows.each(id, from, to, row -> writer.write(out, row, number[0]++));
    }

    private static String time(ResultSet row, int column) throws SQLException {
        Instant at = ObservationRows.time(row, column);
        return at == null ? "" : at.toString();
    }

    private static String value(ResultSet row) throws SQLException {
        String value = row.getString(2);
        return value == null ? String.valueOf(row.getString(3)) : value;
    }

    /** RFC 4180; what a spreadsheet would take for a formula is a text. */
    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+@\t".indexOf(text.charAt(0)) >= 0
                || text.startsWith("-") && !text.matches("-?[0-9.eE+-]+");
        String safe = formula ? "'" + text : text;
        return safe.matches("[^\",\n\r]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}

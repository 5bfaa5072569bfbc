package org.vigilia.server.sensing.device;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.TimeUnit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/**
 * Observations of a datastream as Apache Parquet, for programs that analyse them. Rows are written in groups of a few megabytes
 * while they are read. Not compressed: the usual codecs are native code, and columns of times and numbers are encoded anyway.
 */
@RestController
@Tag(name = "sensing")
class ParquetController {

    private static final long GROUP_BYTES = 8L * 1024 * 1024;

    private final DeviceDesk desk;
    private final DatastreamList list;
    private final ObservationRows rows;

    ParquetController(DeviceDesk desk, DatastreamList list, ObservationRows rows) {
        this.desk = desk;
        this.list = list;
        this.rows = rows;
    }

    /**
     * A row of the file; the names are those of its columns.
     *
     * @param time when it was true, microseconds UTC
     * @param value null when it is no number
     * @param text JSON, when it is no number; else null
     * @param unit as people write it
     * @param quality flags with a space between; empty when it is good
     * @param received when it was stored, microseconds UTC
     */
    public record Observed(
            @Nullable Instant time,
            @Nullable Double value,
            @Nullable String text,
            String unit,
            String quality,
            @Nullable Instant received) {}

    @GetMapping("/api/v1/sensing/datastreams/{id}/observations.parquet")
    @Requires(Right.SEE_SENSORS)
    @Operation(
            operationId = "downloadParquet",
            summary = "Observations as Apache Parquet: time, value, text, unit, quality, received",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A Parquet file",
                            content =
                                    @Content(
                                            mediaType = "application/vnd.apache.parquet",
                                            schema = @Schema(type = "string", format = "binary"))))
    void parquet(
            Caller by,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        desk.requireDatastream(by, Right.SEE_SENSORS, id);
        ObservationRows.requireSpan(from, to);
        String unit = list.get(id).unit();
        response.setContentType("application/vnd.apache.parquet");
        response.setHeader("Content-Disposition", "attachment; filename=\"datastream-" + id + ".parquet\"");
        CarpetWriter<Observed> writer = new CarpetWriter.Builder<>(response.getOutputStream(), Observed.class)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withDefaultTimeUnit(TimeUnit.MICROS)
                .withRowGroupSize(GROUP_BYTES)
                .build();
        rows.each(id, from, to, row -> writer.write(observed(row, unit)));
        // only what is whole gets an end: after a failure the file must not look complete
        writer.close();
    }

    private static Observed observed(ResultSet row, String unit) throws SQLException {
        double value = row.getDouble(2);
        boolean number = !row.wasNull();
        return new Observed(
                ObservationRows.time(row, 1),
                number ? value : null,
                number ? null : row.getString(3),
                unit,
                ObservationRows.flags(row),
                ObservationRows.time(row, 5));
    }
}

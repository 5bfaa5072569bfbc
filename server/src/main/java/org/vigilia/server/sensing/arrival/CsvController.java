package org.vigilia.server.sensing.arrival;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.intake.csv.CsvLayout;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** Files of observations: looked at first, then imported. */
@RestController
@RequestMapping("/api/v1/sensing/csv")
@Tag(name = "sensing")
class CsvController {

    private final CsvDesk desk;

    CsvController(CsvDesk desk) {
        this.desk = desk;
    }

    /** A line that will not be stored. @param line its number in the file, from 1 */
    record Rejected(int line, String text, String reason) {}

    /**
     * What a file holds.
     *
     * @param upload names the file for half an hour
     * @param lines how many, without the first
     * @param good how many can be stored
     * @param columns what each column is taken for
     * @param sample the first ten lines
     * @param rejected the first 500 lines that cannot be stored, each with its reason
     * @param layout {@code long} or {@code wide}
     */
    record Preview(
            String upload,
            int lines,
            int good,
            int bad,
            List<CsvLayout.Column> columns,
            List<List<String>> sample,
            List<Rejected> rejected,
            String layout) {}

    /** Where an import is. @param total lines in the file; null until that is known */
    record Job(
            String id,
            State state,
            int done,
            @Nullable Integer total,
            String message,
            Instant startedAt,
            @Nullable Instant endedAt) {

        enum State {
            RUNNING,
            DONE,
            FAILED
        }
    }

    @PostMapping(
            path = "/preview",
            consumes = {"text/csv", "text/plain", "application/octet-stream"})
    @Requires(Right.WRITE_OBSERVATIONS)
    @Operation(
            operationId = "previewCsv",
            summary = "Look at a file of observations: what its columns mean, and every line that would be refused",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    Preview preview(Caller by, @io.swagger.v3.oas.annotations.Parameter(hidden = true) InputStream body)
            throws IOException {
        return desk.preview(by, body);
    }

    @PostMapping("/{upload}/import")
    @Requires(Right.WRITE_OBSERVATIONS)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "importCsv", summary = "Store the good lines of a file that was looked at")
    Job begin(Caller by, @PathVariable String upload) {
        return desk.begin(by, upload);
    }

    @GetMapping("/jobs/{id}")
    @Requires(Right.WRITE_OBSERVATIONS)
    @Operation(operationId = "getCsvImport", summary = "How far an import is")
    Job job(Caller by, @PathVariable String id) {
        return desk.job(by, id);
    }
}

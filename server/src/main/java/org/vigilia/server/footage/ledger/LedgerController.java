package org.vigilia.server.footage.ledger;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.footage.play.Door;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/** The completeness ledger over HTTP. */
@RestController
@RequestMapping("/api/v1/footage")
@Tag(name = "footage")
class LedgerController {

    private final LedgerDays days;
    private final LedgerSigner signer;
    private final Cameras cameras;
    private final Door door;
    private final Clock clock;

    LedgerController(LedgerDays days, LedgerSigner signer, Cameras cameras, Door door, Clock clock) {
        this.days = days;
        this.signer = signer;
        this.cameras = cameras;
        this.door = door;
        this.clock = clock;
    }

    /**
     * A day's signature.
     *
     * @param body what was signed, as UTF-8
     * @param signature Ed25519, Base64
     * @param version more than 1 where the day changed after it was first signed, such as by a deletion
     */
    record Signature(String body, String key, String signature, Instant at, int version) {}

    /**
     * A camera's day (UTC).
     *
     * @param lostSeconds by cause
     * @param deletedSeconds by rule
     * @param wantedSeconds recorded, deleted since or lost
     * @param unknownSeconds told by no entry; must be 0
     * @param completeness percent of what was wanted that was recorded
     * @param signed null until the day is over, and while it differs from what was signed
     */
    record LedgerDay(
            CameraId camera,
            LocalDate day,
            double recordedSeconds,
            Map<String, Double> lostSeconds,
            Map<String, Double> deletedSeconds,
            double notWantedSeconds,
            double unknownSeconds,
            double wantedSeconds,
            double completeness,
            @Nullable Signature signed) {}

    /**
     * A month of a camera.
     *
     * @param completeness percent of what was wanted that was recorded
     */
    record LedgerMonth(CameraId camera, String cameraName, String month, double completeness, List<LedgerDay> days) {}

    /** @param key text of the key the ledger is signed with: X.509 SubjectPublicKeyInfo in Base64 */
    record Ledger(String keyId, String key, List<LedgerMonth> cameras) {}

    @GetMapping("/ledger")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getLedger",
            summary =
                    "What was recorded, lost and deleted on each day of a month (such as 2026-11), of one camera or all")
    Ledger ledger(
            SignedIn by,
            @RequestParam(required = false) @Nullable CameraId camera,
            @RequestParam(required = false) @Nullable String month)
            throws IOException {
        YearMonth which = month(month);
        List<LedgerMonth> all = chosen(by, camera).stream()
                .map(one -> month(one, which))
                .filter(one -> camera != null || !one.days().isEmpty())
                .toList();
        return new Ledger(signer.verifyKey().id(), signer.verifyKey().text(), all);
    }

    @GetMapping(path = "/ledger.csv", produces = "text/csv")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "downloadLedger",
            summary = "The same as CSV, a row for each camera and day",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "CSV with a header",
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    ResponseEntity<String> csv(
            SignedIn by,
            @RequestParam(required = false) @Nullable CameraId camera,
            @RequestParam(required = false) @Nullable String month) {
        YearMonth which = month(month);
        StringBuilder text = new StringBuilder("camera,name,day,recorded_s,lost_s,lost_by_cause,deleted_s,"
                + "deleted_by_rule,not_wanted_s,wanted_s,completeness_percent,signed_at,key,signature\n");
        for (Camera one : chosen(by, camera)) {
            for (LedgerDay day : month(one, which).days()) {
                row(text, one, day);
            }
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", java.nio.charset.StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"ledger-" + which + ".csv\"")
                .body(text.toString());
    }

    private static void row(StringBuilder text, Camera camera, LedgerDay day) {
        Signature signed = day.signed();
        List<String> cells = new ArrayList<>(List.of(
                day.camera().value(),
                camera.name(),
                day.day().toString(),
                String.valueOf(day.recordedSeconds()),
                String.valueOf(sum(day.lostSeconds())),
                parts(day.lostSeconds()),
                String.valueOf(sum(day.deletedSeconds())),
                parts(day.deletedSeconds()),
                String.valueOf(day.notWantedSeconds()),
                String.valueOf(day.wantedSeconds()),
                String.valueOf(day.completeness())));
        cells.addAll(
                signed == null
                        ? List.of("", "", "")
                        : List.of(signed.at().toString(), signed.key(), signed.signature()));
        text.append(cells.stream().map(LedgerController::cell).collect(Collectors.joining(",")))
                .append('\n');
    }

    /** RFC 4180; what a spreadsheet would take for a formula is a text. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+@\t-".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^\",\n\r]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static double sum(Map<String, Double> parts) {
        return Math.round(
                        parts.values().stream().mapToDouble(Double::doubleValue).sum() * 1000)
                / 1000.0;
    }

    private static String parts(Map<String, Double> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(";"));
    }

    private List<Camera> chosen(SignedIn by, @Nullable CameraId camera) {
        return camera == null ? cameras.list(by) : List.of(door.open(by, camera));
    }

    private YearMonth month(@Nullable String text) {
        try {
            return text == null ? YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)) : YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("month", "'month' must be a month such as 2026-11.");
        }
    }

    private LedgerMonth month(Camera camera, YearMonth month) {
        CameraId id = camera.id();
        Map<LocalDate, LedgerDays.Signed> signed = days.signed(id, month.atDay(1), month.atEndOfMonth());
        List<LedgerDay> all = days.sums(id, month.atDay(1), month.atEndOfMonth()).stream()
                .map(sum -> day(sum, signed.get(sum.day())))
                .toList();
        double wanted = all.stream().mapToDouble(LedgerDay::wantedSeconds).sum();
        double lost = all.stream().mapToDouble(day -> sum(day.lostSeconds())).sum();
        double completeness = wanted == 0 ? 100 : Math.floor((wanted - lost) / wanted * 1e6) / 1e4;
        return new LedgerMonth(id, camera.name(), month.toString(), completeness, all);
    }

    private LedgerDay day(DaySum sum, LedgerDays.@Nullable Signed signed) {
        boolean same = signed != null && signed.body().equals(days.body(sum));
        return new LedgerDay(
                sum.camera(),
                sum.day(),
                sum.recordedSeconds(),
                sum.lostSeconds(),
                sum.deletedSeconds(),
                sum.notWantedSeconds(),
                sum.unknownSeconds(),
                sum.wantedSeconds(),
                sum.completeness(),
                same && signed != null
                        ? new Signature(signed.body(), signed.key(), signed.signature(), signed.at(), signed.version())
                        : null);
    }
}

package org.vigilia.server.alerting;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Alerts over HTTP. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "alerts", description = "Situations that rules found, and what people do with them")
class AlertController {

    private static final Duration USUAL_PERIOD = Duration.ofDays(30);
    private static final int MAX_NOTE = 2_000;

    private final Alerts alerts;
    private final AlertFigures figures;
    private final Clock clock;

    AlertController(Alerts alerts, AlertFigures figures, Clock clock) {
        this.alerts = alerts;
        this.figures = figures;
        this.clock = clock;
    }

    @GetMapping
    @Requires(Right.SEE_ALERTS)
    @Operation(operationId = "listAlerts", summary = "Alerts of the own agency, newest first")
    AlertPage list(
            Caller person,
            @RequestParam(required = false) @Nullable Set<AlertState> state,
            @RequestParam(required = false) @Nullable Set<Severity> severity,
            @RequestParam(required = false) @Nullable Set<RuleKind> kind,
            @RequestParam(required = false) @Nullable String cameraId,
            @RequestParam(required = false) @Nullable Long datastreamId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String before) {
        AlertFilter filter;
        try {
            filter = new AlertFilter(
                    state == null ? Set.of() : state,
                    severity == null ? Set.of() : severity,
                    kind == null ? Set.of() : kind,
                    cameraId == null ? null : new CameraId(cameraId),
                    datastreamId == null ? null : new DatastreamId(datastreamId),
                    from,
                    to,
                    search,
                    limit,
                    before == null ? null : AlertFilter.Before.parse(before));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("filter", String.valueOf(e.getMessage()));
        }
        return alerts.list(person, filter);
    }

    @GetMapping("/summary")
    @Requires(Right.SEE_ALERTS)
    @Operation(
            operationId = "getAlertSummary",
            summary = "How much work alerts make now, beside what people can do well")
    AlertSummary summary(Caller person) {
        return figures.summary(person);
    }

    @GetMapping("/precision")
    @Requires(Right.SEE_PRECISION)
    @Operation(
            operationId = "getAlertPrecision",
            summary = "How often each rule was right; the last 30 days, or from/to")
    AlertPrecisions precision(
            SignedIn person,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        Instant end = to == null ? clock.instant() : to;
        Instant start = from == null ? end.minus(USUAL_PERIOD) : from;
        List<Precision> items = figures.precision(person, start, end);
        return new AlertPrecisions(items, items.size(), start, end);
    }

    /** Precision of each rule that raised anything in the period. */
    record AlertPrecisions(List<Precision> items, long total, Instant from, Instant to) {}

    @GetMapping("/{id}")
    @Requires(Right.SEE_ALERTS)
    @Operation(operationId = "getAlert", summary = "One alert")
    Alert get(Caller person, @PathVariable String id) {
        return alerts.get(person, id(id));
    }

    @PostMapping("/{id}/acknowledge")
    @Requires(Right.WORK_ALERTS)
    @Operation(operationId = "acknowledgeAlert", summary = "Say: I have seen it. 409 when somebody else was faster")
    Alert acknowledge(SignedIn person, @PathVariable String id) {
        return alerts.acknowledge(person, id(id));
    }

    @PostMapping("/{id}/dismiss")
    @Requires(Right.WORK_ALERTS)
    @Operation(operationId = "dismissAlert", summary = "Say that nothing needs to be done, and why")
    Alert dismiss(SignedIn person, @PathVariable String id, @RequestBody AlertDismissal dismissal) {
        if (dismissal.reason() == null) {
            throw Problem.invalid("reason", "Say why: one of " + List.of(DismissReason.values()) + ".");
        }
        String note = dismissal.note() == null || dismissal.note().isBlank()
                ? null
                : dismissal.note().strip();
        if (note != null && note.length() > MAX_NOTE) {
            throw Problem.invalid(
                    "note", "A note may have " + MAX_NOTE + " characters, but has " + note.length() + ".");
        }
        return alerts.dismiss(person, id(id), dismissal.reason(), note);
    }

    /**
     * Why nothing needs to be done.
     *
     * @param note own words, at most 2,000 characters
     */
    record AlertDismissal(DismissReason reason, @Nullable String note) {}

    @PostMapping("/{id}/undo")
    @Requires(Right.WORK_ALERTS)
    @Operation(operationId = "undoAlert", summary = "Take acknowledging or dismissing back: the alert is new again")
    Alert undo(SignedIn person, @PathVariable String id) {
        return alerts.undo(person, id(id));
    }

    private static AlertId id(String text) {
        try {
            return new AlertId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("alert", "?");
        }
    }
}

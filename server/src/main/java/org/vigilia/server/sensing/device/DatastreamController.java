package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** Datastreams for pickers and charts, their calibration, and the jobs that apply it. */
@RestController
@RequestMapping("/api/v1/sensing")
@Tag(name = "sensing")
class DatastreamController {

    private static final int MAX_POINTS = 10_000;

    private final DatastreamList list;
    private final Series series;
    private final DeviceDesk desk;
    private final Recalibration recalibration;
    private final Jobs jobs;
    private final Doors doors;

    /** Who may, and when it is. */
    @org.springframework.stereotype.Component("org.vigilia.server.sensing.device.DatastreamController.Doors")
    record Doors(Access access, Clock clock) {}

    DatastreamController(
            DatastreamList list, Series series, DeviceDesk desk, Recalibration recalibration, Jobs jobs, Doors doors) {
        this.list = list;
        this.series = series;
        this.desk = desk;
        this.recalibration = recalibration;
        this.jobs = jobs;
        this.doors = doors;
    }

    @GetMapping("/datastreams")
    @Requires(Right.SEE_SENSORS)
    @Operation(
            operationId = "listDatastreams",
            summary = "Datastreams for pickers: by words, quantity, kind or nearness")
    DatastreamList.Found list(
            Caller by,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable Set<Quantity> quantity,
            @RequestParam(required = false) @Nullable Set<SensorKind> kind,
            @RequestParam(required = false) @Nullable String ids,
            @RequestParam(required = false) @Nullable String near,
            @RequestParam(defaultValue = "1000") double radiusMetres,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > 1_000) {
            throw Problem.invalid("limit", "A page has 1 to 1000 datastreams.");
        }
        DatastreamList.Wanted wanted = new DatastreamList.Wanted(
                search == null ? "" : search.strip().toLowerCase(Locale.ROOT),
                quantity == null ? Set.of() : quantity,
                kind == null ? Set.of() : kind,
                numbers(ids),
                near == null ? null : DatastreamList.Circle.parse(near, radiusMetres));
        return list.find(doors.access.limit(by, Right.SEE_SENSORS), wanted, limit);
    }

    private static @Nullable Set<Long> numbers(@Nullable String ids) {
        if (ids == null || ids.isBlank()) {
            return null;
        }
        Set<Long> numbers = new HashSet<>();
        for (String id : ids.split(",")) {
            if (!id.strip().matches("\\d{1,18}")) {
                throw Problem.invalid("ids", "'" + id + "' is no number of a datastream.");
            }
            numbers.add(Long.parseLong(id.strip()));
        }
        return numbers;
    }

    /**
     * A chart's values, as columns of equal length, oldest first.
     *
     * @param cut true when there were more raw values than twice the points asked; the rest is left out
     * @param at begin of each bucket, or the time of each value; milliseconds since 1970
     * @param count how many usable values make mean, minimum and maximum
     * @param flagged how many values have any flag
     * @param quality bits of {@code QualityFlag}; only of raw values, else 0
     */
    record SeriesView(
            long datastream,
            String name,
            @Nullable String device,
            Quantity quantity,
            String unit,
            Instant from,
            Instant to,
            Series.Resolution resolution,
            boolean cut,
            List<Long> at,
            List<@Nullable Double> mean,
            List<@Nullable Double> min,
            List<@Nullable Double> max,
            List<Long> count,
            List<Long> flagged,
            List<Integer> quality) {}

    @GetMapping("/datastreams/{id}/series")
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "getSeries", summary = "Values of a datastream for a chart, as fine as the points allow")
    SeriesView series(
            Caller by,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "800") int points,
            @RequestParam(defaultValue = "AUTO") Series.Resolution resolution) {
        desk.requireDatastream(by, Right.SEE_SENSORS, id);
        if (points < 10 || points > MAX_POINTS) {
            throw Problem.invalid("points", "A chart has 10 to " + MAX_POINTS + " points.");
        }
        Instant end = to == null ? doors.clock.instant() : to;
        Instant begin = from == null ? end.minus(Duration.ofDays(1)) : from;
        if (!begin.isBefore(end) || Duration.between(begin, end).toDays() > 3_660) {
            throw Problem.invalid("from", "'from' must be before 'to', by at most ten years.");
        }
        DatastreamList.Item item = list.get(id);
        Series.Columns c = series.read(id, begin, end, points, resolution);
        return new SeriesView(
                id,
                item.name(),
                item.device(),
                item.quantity(),
                item.unit(),
                begin,
                end,
                c.resolution(),
                c.cut(),
                c.at(),
                c.mean(),
                c.min(),
                c.max(),
                c.count(),
                c.flagged(),
                c.quality());
    }

    /** @param reference the reference sensor or certificate */
    record NewCalibration(
            Instant from,
            double gain,
            double offset,
            @Nullable String reference) {}

    @PostMapping("/datastreams/{id}/calibrations")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "addCalibration", summary = "Calibrate what a datastream observes from a time on")
    DeviceViews.ChannelView calibrate(Caller by, @PathVariable long id, @RequestBody NewCalibration form) {
        if (form.from() == null) {
            throw Problem.invalid("from", "Say from when on the calibration holds.");
        }
        desk.calibrate(by, id, form.from(), form.gain(), form.offset(), form.reference());
        return list.channel(id);
    }

    /** @param from observations of this time and later; null: all */
    record Application(@Nullable Instant from) {}

    @PostMapping("/datastreams/{id}/calibrations/apply")
    @Requires(Right.EDIT_SENSORS)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "applyCalibrations", summary = "Calibrate anew what is stored already, in the background")
    Jobs.JobView apply(Caller by, @PathVariable long id, @RequestBody(required = false) @Nullable Application form) {
        String name = desk.requireDatastream(by, Right.EDIT_SENSORS, id);
        Instant from = form == null || form.from() == null ? Instant.parse("0001-01-01T00:00:00Z") : form.from();
        desk.recordRecalibration(by, id, name, from);
        return jobs.start(by.agencyId(), job -> recalibration.run(job, id, from))
                .view();
    }

    @GetMapping("/jobs/{id}")
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "getJob", summary = "How far a job is")
    Jobs.JobView job(Caller by, @PathVariable String id) {
        return find(by, Right.SEE_SENSORS, id).view();
    }

    @DeleteMapping("/jobs/{id}")
    @Requires(Right.EDIT_SENSORS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "cancelJob", summary = "Stop a job; what it has done stays")
    void cancel(Caller by, @PathVariable String id) {
        jobs.cancel(find(by, Right.EDIT_SENSORS, id));
    }

    private Jobs.Job find(Caller by, Right right, String id) {
        Optional<Jobs.Job> job = jobs.find(id);
        AgencyId owner = job.map(Jobs.Job::agency).orElseThrow(() -> Problem.notFound("job", id));
        doors.access.require(by, right, "job", id, owner);
        return job.get();
    }
}

package org.vigilia.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Schedule;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import tools.jackson.databind.json.JsonMapper;

/** A town whose judges are fed by hand, second by second from a fixed moment. */
final class Town {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final AgencyId CITY = new AgencyId("city");
    static final GeoPoint MARKET = new GeoPoint(52.0, 5.0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<DatastreamCard> cards = new ArrayList<>();
    private final List<CameraCard> cameras = new ArrayList<>();
    private final List<CityRule> rules = new ArrayList<>();
    final List<AlertChange> changes = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final List<RuleWatch.Reason> skipped = new ArrayList<>();
    private final RuleWatch watch = new RuleWatch() {
        @Override
        public void failed(RuleId rule, RuntimeException cause) {
            failures.add(rule + ": " + cause);
        }

        @Override
        public void state(RuleId rule, @Nullable String problem) {
            problems.add(rule + ": " + problem);
        }

        @Override
        public void skipped(long datastream, RuleWatch.Reason reason) {
            skipped.add(reason);
        }
    };
    private SensorJudge sensors = SensorJudge.fresh(watch);
    private CityJudge city = CityJudge.fresh(watch);
    private Book book = Book.EMPTY;

    /** The place so many metres north and east of the market. */
    static GeoPoint at(double north, double east) {
        return Earth.away(Earth.away(MARKET, 0, north), 90, east);
    }

    static CityRule rule(String id, Condition when) {
        return rule(id, when, null, 0);
    }

    static CityRule rule(String id, Condition when, @Nullable Schedule only, double rest) {
        return new CityRule(new RuleId(id), CITY, id, Severity.MAJOR, true, when, only, rest, null);
    }

    Town sensor(long id, Quantity quantity, @Nullable GeoPoint place) {
        return sensor(id, quantity, place, CITY);
    }

    Town sensor(long id, Quantity quantity, @Nullable GeoPoint place, AgencyId agency) {
        cards.removeIf(card -> card.id().value() == id);
        cards.add(new DatastreamCard(
                new DatastreamId(id),
                agency,
                quantity.label() + " " + id,
                "d" + id,
                quantity.channel(),
                SensorKind.GENERIC,
                quantity,
                quantity.unit(),
                place,
                0,
                quantity.min(),
                quantity.max(),
                0,
                List.of(),
                true));
        book = book.withDatastreams(cards);
        return open();
    }

    Town camera(String id, GeoPoint place) {
        cameras.add(new CameraCard(new CameraId(id), CITY, "Camera " + id, place));
        book = book.withCameras(cameras);
        return open();
    }

    Town rules(CityRule... all) {
        rules.clear();
        rules.addAll(List.of(all));
        book = book.withRules(rules);
        return open();
    }

    private Town open() {
        sensors.follow(book, this::pass);
        city.follow(book, changes::add);
        return this;
    }

    Book book() {
        return book;
    }

    private void pass(Signal signal) {
        city.see(signal, changes::add);
    }

    static Instant time(double second) {
        return START.plus(Duration.ofMillis(Math.round(second * 1000)));
    }

    Town see(long datastream, double second, double value) {
        return see(datastream, second, value, 0);
    }

    Town see(long datastream, double second, double value, int quality) {
        long at = Micros.of(time(second));
        sensors.see(datastream, at, value, quality, at, this::pass);
        return this;
    }

    Town seeStoredAt(long datastream, double second, double value, double storedSecond) {
        sensors.see(datastream, Micros.of(time(second)), value, 0, Micros.of(time(storedSecond)), this::pass);
        return this;
    }

    Town score(long datastream, double second, double mean, double score, String why) {
        sensors.score(datastream, Micros.of(time(second)), mean, score, why, this::pass);
        return this;
    }

    Town seen(String camera, RuleKind kind, AlertChange.Phase phase, double second) {
        city.see(ofCamera(camera, kind, phase, second), changes::add);
        return this;
    }

    static AlertChange ofCamera(String camera, RuleKind kind, AlertChange.Phase phase, double second) {
        return new AlertChange(
                new AlertId("cam-" + camera),
                phase,
                time(second),
                time(second),
                new RuleId("of-camera"),
                kind,
                Severity.MAJOR,
                new CameraId(camera),
                "plaza",
                "People run on the plaza",
                AlertChange.Proof.measured(java.util.Map.of()));
    }

    /** Time passes in steps of a second; the judges are up to three seconds behind it. */
    Town passTo(double second) {
        return tick(second, 1);
    }

    Town tick(double second, double step) {
        double from = ticked;
        for (double now = from + step; now < second; now += step) {
            tickOnce(now);
        }
        tickOnce(second);
        ticked = second;
        return this;
    }

    private double ticked;

    private void tickOnce(double second) {
        sensors.tick(Micros.of(time(second)), this::pass);
        city.tick(Micros.of(time(second)), changes::add);
    }

    /** The process dies and goes on from what it had written down. */
    Town crash() {
        sensors = SensorJudge.read(sensors.write(), watch);
        city = CityJudge.restore(JSON.readValue(JSON.writeValueAsBytes(city.state()), CityState.class), watch);
        return open();
    }

    List<AlertChange> of(AlertChange.Phase phase) {
        return changes.stream().filter(c -> c.phase() == phase).toList();
    }

    List<AlertChange> raised() {
        return of(AlertChange.Phase.RAISED);
    }

    List<AlertChange> ended() {
        return of(AlertChange.Phase.ENDED);
    }

    static AlertChange.City city(AlertChange change) {
        return Objects.requireNonNull(change.city());
    }

    /** Seconds after the start. */
    static double second(Instant at) {
        return Duration.between(START, at).toMillis() / 1000.0;
    }
}

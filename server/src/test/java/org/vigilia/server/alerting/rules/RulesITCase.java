package org.vigilia.server.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.Cause;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Rules as people write, try, switch, remove, export and import them: over HTTP, on a real database. */
class RulesITCase {

    private static final String RULES = "/api/v1/rules";
    private static final AtomicLong NEXT = new AtomicLong(100);

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static FactStore facts;

    @SuppressWarnings("NullAway.Init")
    private static String agency;

    @SuppressWarnings("NullAway.Init")
    private static Browser supervisor;

    @SuppressWarnings("NullAway.Init")
    private static Browser operator;

    @SuppressWarnings("NullAway.Init")
    private static Browser stranger;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        facts = server.bean(FactStore.class);
        agency = server.agency("Environment");
        supervisor = server.person("SUPERVISOR", agency);
        operator = server.person("OPERATOR", agency);
        stranger = server.person("SUPERVISOR", server.agency("Harbour"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long sensor(Quantity quantity) {
        long id = NEXT.incrementAndGet();
        facts.datastreams()
                .put(
                        Long.toString(id),
                        new DatastreamCard(
                                new DatastreamId(id),
                                new AgencyId(agency),
                                quantity.label() + " " + id,
                                "d" + id,
                                quantity.channel(),
                                SensorKind.GENERIC,
                                quantity,
                                quantity.unit(),
                                new GeoPoint(52, 5),
                                0,
                                quantity.min(),
                                quantity.max(),
                                0,
                                List.of(),
                                true));
        return id;
    }

    private static Map<String, Object> above(String name, long datastream, double limit, double seconds) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("name", name);
        rule.put(
                "when",
                Map.of(
                        "is",
                        "threshold",
                        "source",
                        Map.of("datastreams", List.of(datastream)),
                        "side",
                        "ABOVE",
                        "limit",
                        limit,
                        "forSeconds",
                        seconds));
        return rule;
    }

    private static boolean published(String id) {
        return facts.cityRules().find(id).isPresent();
    }

    @Test
    void aRuleIsWrittenPublishedSwitchedRemovedAndBroughtBack() {
        long sensor = sensor(Quantity.PM25);
        JsonNode made = supervisor
                .post(RULES, above("Dust", sensor, 35, 300))
                .expect(201)
                .json();
        String id = made.path("id").asString();
        assertThat(made.path("kind").asString()).isEqualTo("THRESHOLD");
        assertThat(made.path("sensors").asInt()).isEqualTo(1);
        assertThat(made.path("text").asString()).contains("is above 35 for 5 min");
        assertThat(made.at("/changedBy/name").asString()).isNotEmpty();
        assertThat(made.at("/rule/agency").asString()).isEqualTo(agency);
        RunningServer.await("the rule in the stream's hands", () -> published(id));

        operator.get(RULES + "/" + id).expect(200);
        assertThat(supervisor
                        .patch(RULES + "/" + id, Map.of("enabled", false))
                        .expect(200)
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        RunningServer.await(
                "switched off", () -> !facts.cityRules().find(id).orElseThrow().enabled());
        supervisor.put(RULES + "/" + id, above("Dust!", sensor, 40, 0)).expect(200);
        RunningServer.await(
                "changed", () -> facts.cityRules().find(id).orElseThrow().name().equals("Dust!"));
        supervisor.delete(RULES + "/" + id).expect(204);
        supervisor.get(RULES + "/" + id).expect(404);
        RunningServer.await("removed", () -> !published(id));
        supervisor.post(RULES + "/" + id + "/restore", null).expect(200);
        RunningServer.await("brought back", () -> published(id));

        facts.ruleReports().tell(Map.of(id, "cannot be judged: too odd"));
        JsonNode view = operator.get(RULES + "/" + id).expect(200).json();
        assertThat(view.at("/problem/text").asString()).isEqualTo("cannot be judged: too odd");
        assertThat(operator.get(RULES + "?state=PROBLEM&search=dust")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        JsonNode audit = server.administrator()
                .get("/api/v1/audit?limit=100")
                .expect(200)
                .json();
        assertThat(audit.toString())
                .contains("rule.created", "rule.disabled", "rule.changed", "rule.removed", "rule.restored");
    }

    @Test
    void refusalsSayWhatToDo() {
        long sensor = sensor(Quantity.PM25);
        operator.post(RULES, above("x", sensor, 35, 0)).expect(403);
        assertThat(supervisor
                        .post(
                                RULES,
                                Map.of("name", "x", "when", Map.of("is", "threshold", "side", "ABOVE", "limit", 1)))
                        .expect(400)
                        .text())
                .contains("needs its source");
        assertThat(supervisor
                        .post(RULES, Map.of("name", "x", "when", Map.of("is", "magic")))
                        .expect(400)
                        .text())
                .doesNotContain("org.vigilia");
        Map<String, Object> foreign = above("x", sensor, 35, 0);
        foreign.put("agency", "elsewhere");
        assertThat(supervisor
                        .post(RULES, foreign)
                        .expect(400)
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("agency");
        supervisor.post(RULES, "{\"name\":").expect(400);
        String id = supervisor
                .post(RULES, above("Mine", sensor, 35, 0))
                .expect(201)
                .json()
                .path("id")
                .asString();
        stranger.get(RULES + "/" + id).expect(404);
        stranger.put(RULES + "/" + id, above("Theirs", sensor, 1, 0)).expect(404);
        stranger.delete(RULES + "/" + id).expect(404);
        assertThat(stranger.get(RULES).expect(200).json().path("total").asInt()).isZero();
        Map<String, Object> again = above("Again", sensor, 35, 0);
        again.put("id", id);
        supervisor.post(RULES, again).expect(409);
        JsonNode nobody = supervisor
                .post(RULES, above("Nothing fits", 999_999, 1, 0))
                .expect(201)
                .json();
        assertThat(nobody.at("/problem/text").asString()).contains("no sensor of the agency fits");
    }

    @Test
    void rulesGoOutAndComeBackAsYaml() {
        long sensor = sensor(Quantity.NO2);
        String id = supervisor
                .post(RULES, above("Exported", sensor, 200, 60))
                .expect(201)
                .json()
                .path("id")
                .asString();
        String yaml = supervisor.get(RULES + "/export?ids=" + id).expect(200).text();
        assertThat(yaml).contains("name: Exported", "is: threshold").doesNotContain("agency");
        assertThat(preview(supervisor, yaml).at("/items/0/change").asString()).isEqualTo("SAME");
        String changed = yaml.replace("limit: 200", "limit: 180");
        JsonNode preview = preview(supervisor, changed);
        assertThat(preview.at("/items/0/change").asString()).isEqualTo("CHANGED");
        assertThat(preview.at("/items/0/differences/0").asString()).contains("180");
        supervisor.post(RULES + "/import", changed).expect(200);
        assertThat(supervisor
                        .get(RULES + "/" + id)
                        .json()
                        .at("/rule/when/limit")
                        .asInt())
                .isEqualTo(180);
        assertThat(preview(stranger, yaml).at("/items/0/problem").asString()).contains("another agency");

        String two = "rules:\n- name: New one\n  when: {is: missingData, source: {quantity: NO2}, seconds: 600}\n"
                + "- name: Bad one\n  when: {is: missingData, source: {}, seconds: 600}\n";
        JsonNode refused = preview(supervisor, two);
        assertThat(refused.path("refused").asInt()).isEqualTo(1);
        assertThat(refused.at("/items/0/change").asString()).isEqualTo("NEW");
        assertThat(supervisor.post(RULES + "/import", two).expect(400).text()).contains("none was", "Bad one");
        assertThat(supervisor
                        .get(RULES + "?search=new+one")
                        .json()
                        .path("total")
                        .asInt())
                .as("all or nothing")
                .isZero();
        supervisor.post(RULES + "/import/preview", "rules: [").expect(400);
        operator.post(RULES + "/import", yaml).expect(403);
    }

    private static JsonNode preview(Browser browser, String yaml) {
        return browser.post(RULES + "/import/preview", yaml).expect(200).json();
    }

    @Test
    void rulesOfCamerasAreInTheSameListAndFile() {
        CameraId camera = new City(server).camera(agency, "Gate", new GeoPoint(52, 5));
        Map<String, Object> scene = Map.of(
                "zones", List.of(Map.of("name", "yard", "area", List.of(List.of(0, 0), List.of(1, 0), List.of(1, 1)))),
                "rules", List.of(Map.of("id", "r-gate", "kind", "INTRUSION", "name", "Gate rule", "part", "yard")));
        supervisor.put("/api/v1/cameras/" + camera + "/scene", scene).expect(200);
        JsonNode found = operator.get(RULES + "?search=gate+rule").expect(200).json();
        assertThat(found.at("/items/0/camera/id").asString()).isEqualTo(camera.value());
        String yaml = supervisor
                .get(RULES + "/export?ids=r-gate&camera=true")
                .expect(200)
                .text();
        assertThat(yaml).contains("camera: " + camera, "part: yard");
        assertThat(preview(supervisor, yaml).at("/items/0/change").asString()).isEqualTo("SAME");
        String changed = yaml.replace("Gate rule", "Gate rule at night");
        assertThat(preview(supervisor, changed).at("/items/0/change").asString())
                .isEqualTo("CHANGED");
        supervisor.post(RULES + "/import", changed).expect(200);
        assertThat(operator.get(RULES + "?search=night").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(preview(supervisor, yaml.replace("part: yard", "part: moon"))
                        .at("/items/0/change")
                        .asString())
                .isEqualTo("REFUSED");
        assertThat(preview(stranger, yaml).at("/items/0/change").asString()).isEqualTo("REFUSED");
    }

    @Test
    void aRuleIsTriedOnHistory() {
        long sensor = sensor(Quantity.PM25);
        Instant begin = Instant.now().minus(Duration.ofHours(30)).truncatedTo(ChronoUnit.MINUTES);
        List<Observation> history = new ArrayList<>();
        for (int minute = 0; minute < 1_700; minute++) {
            boolean high = minute % 400 >= 100 && minute % 400 < 110;
            history.add(new Observation(new DatastreamId(sensor), begin.plusSeconds(minute * 60L), high ? 60 : 20));
        }
        facts.observations().append(history);
        Instant falseAt = begin.plusSeconds(100 * 60);
        AlertId judged = new AlertId("judged-" + sensor);
        facts.log().appendAlerts(List.of(ofSensor(judged, sensor, falseAt)));
        RunningServer.await(
                "the alert", () -> operator.get("/api/v1/alerts/" + judged).status() == 200);
        operator.post("/api/v1/alerts/" + judged + "/dismiss", Map.of("reason", "FALSE_DETECTION"))
                .expect(200);
        JsonNode ofSensor = operator.get("/api/v1/alerts?datastreamId=" + sensor)
                .expect(200)
                .json();
        assertThat(ofSensor.path("total").asInt()).isEqualTo(1);
        assertThat(operator.get("/api/v1/alerts?datastreamId=" + (sensor + 5_000))
                        .json()
                        .path("total")
                        .asInt())
                .isZero();

        JsonNode trial = tried(above("Try", sensor, 35, 300), begin, begin.plus(Duration.ofHours(28)));
        assertThat(trial.path("state").asString()).isEqualTo("DONE");
        assertThat(trial.path("facts").asInt()).isEqualTo(1_680);
        assertThat(trial.path("firingsTotal").asInt()).isEqualTo(4);
        assertThat(trial.at("/firings/0/start").asString())
                .isEqualTo(falseAt.plusSeconds(300).toString());
        assertThat(trial.at("/firings/0/end").asString())
                .isEqualTo(falseAt.plusSeconds(600).toString());
        assertThat(trial.at("/firings/0/judged").asString()).isEqualTo("FALSE");
        assertThat(trial.path("falseAlarms").asInt()).isEqualTo(1);
        assertThat(trial.path("precision").asDouble()).isZero();
        assertThat(trial.at("/firings/1/judged").isNull()).isTrue();
        assertThat(trial.path("cut").isNull()).isTrue();
        assertThat(tried(above("Try", sensor, 35, 900), begin, begin.plus(Duration.ofHours(28)))
                        .path("firingsTotal")
                        .asInt())
                .isZero();
        assertThat(published(trial.path("id").asString())).isFalse();
    }

    @Test
    void backTestsHaveTheirLimits() {
        long sensor = sensor(Quantity.PM25);
        Instant now = Instant.now();
        for (Instant[] period : List.of(
                new Instant[] {now, now.minusSeconds(60)},
                new Instant[] {now.minus(Duration.ofDays(8)), now},
                new Instant[] {now.plusSeconds(600), now.plusSeconds(900)})) {
            supervisor
                    .post(
                            RULES + "/backtest",
                            Map.of(
                                    "rule",
                                    above("x", sensor, 1, 0),
                                    "from",
                                    period[0].toString(),
                                    "to",
                                    period[1].toString()))
                    .expect(400);
        }
        operator.post(RULES + "/backtest", Map.of()).expect(403);
        JsonNode trial = tried(above("x", sensor, 1, 0), now.minusSeconds(7200), now);
        stranger.get(RULES + "/backtests/" + trial.path("id").asString()).expect(404);
        supervisor.delete(RULES + "/backtests/" + trial.path("id").asString()).expect(204);
    }

    private static JsonNode tried(Map<String, Object> rule, Instant from, Instant to) {
        String id = supervisor
                .post(RULES + "/backtest", Map.of("rule", rule, "from", from.toString(), "to", to.toString()))
                .expect(202)
                .json()
                .path("id")
                .asString();
        RunningServer.await(
                "the back-test",
                () -> !supervisor
                        .get(RULES + "/backtests/" + id)
                        .json()
                        .path("state")
                        .asString()
                        .equals("RUNNING"));
        return supervisor.get(RULES + "/backtests/" + id).expect(200).json();
    }

    private static AlertChange ofSensor(AlertId id, long sensor, Instant at) {
        return new AlertChange(
                id,
                AlertChange.Phase.RAISED,
                at,
                at,
                new RuleId("some-rule"),
                RuleKind.THRESHOLD,
                Severity.MAJOR,
                null,
                null,
                "too much dust",
                AlertChange.Proof.measured(Map.of()),
                new AlertChange.City(
                        new AgencyId(agency),
                        "Some rule",
                        new DatastreamId(sensor),
                        "PM",
                        new GeoPoint(52, 5),
                        List.of(new Cause("dust", new DatastreamId(sensor), null, null, at, 60.0, "µg/m³")),
                        null,
                        null));
    }

    @Test
    void templatesCanBeWrittenAsTheyAre() {
        JsonNode templates = supervisor.get(RULES + "/templates").expect(200).json();
        assertThat(templates.path("total").asInt()).isGreaterThan(20);
        JsonNode rule = templates.at("/items/0/rule");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", rule.path("name").asString());
        body.put("when", rule.path("when"));
        supervisor.post(RULES, body).expect(201);
    }
}

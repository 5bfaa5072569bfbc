package org.vigilia.server.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.facts.PictureStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** The life of an alert, as people at their screens meet it: over HTTP, on a real database. */
class AlertingITCase {

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static City city;

    @SuppressWarnings("NullAway.Init")
    private static Browser operator;

    @SuppressWarnings("NullAway.Init")
    private static String agency;

    @SuppressWarnings("NullAway.Init")
    private static CameraId plaza;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        city = new City(server);
        agency = server.agency("Transport");
        operator = server.person("OPERATOR", agency);
        plaza = city.camera(agency, "Plaza north", new GeoPoint(44.4949, 11.3426));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode awaitAlert(Browser browser, Object id) {
        RunningServer.await(
                "alert " + id, () -> browser.get("/api/v1/alerts/" + id).status() == 200);
        return browser.get("/api/v1/alerts/" + id).json();
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("id").asString())
                .toList();
    }

    @Test
    void anAlertIsRaisedSeenUndoneDismissedAndOver() {
        City.Situation situation = city.situation(plaza, RuleKind.LOITERING);
        city.tell(situation.raised());
        JsonNode alert = awaitAlert(operator, situation.id());
        assertThat(alert.path("state").asString()).isEqualTo("NEW");
        assertThat(alert.path("active").asBoolean()).isTrue();
        assertThat(alert.at("/camera/name").asString()).isEqualTo("Plaza north");
        assertThat(alert.at("/location/latitude").asDouble()).isEqualTo(44.4949);
        assertThat(alert.path("raisedAt").asString())
                .isEqualTo(situation.startedAt().toString());
        assertThat(alert.at("/box/left").asDouble()).isEqualTo(0.1);
        assertThat(alert.at("/path/0/0").asDouble()).isEqualTo(0.1);
        assertThat(alert.at("/measures/seconds").asDouble()).isEqualTo(3.5);
        assertThat(alert.path("endedAt").isNull()).isTrue();
        assertThat(alert.path("repeats").asInt()).isZero();

        String path = "/api/v1/alerts/" + situation.id();
        JsonNode seen = operator.post(path + "/acknowledge", null).expect(200).json();
        assertThat(seen.path("state").asString()).isEqualTo("ACKNOWLEDGED");
        assertThat(seen.at("/acknowledgedBy/name").asString()).startsWith("operator");
        operator.post(path + "/acknowledge", null).expect(200);

        JsonNode undone = operator.post(path + "/undo", null).expect(200).json();
        assertThat(undone.path("state").asString()).isEqualTo("NEW");
        assertThat(undone.path("acknowledgedBy").isNull()).isTrue();
        assertThat(operator.post(path + "/undo", null)
                        .expect(409)
                        .json()
                        .path("detail")
                        .asString())
                .contains("nothing was changed");

        assertThat(operator.post(path + "/dismiss", Map.of("note", "x"))
                        .expect(400)
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("reason");
        JsonNode dismissed = operator.post(path + "/dismiss", Map.of("reason", "KNOWN_WORK", "note", "painters"))
                .expect(200)
                .json();
        assertThat(dismissed.path("dismissedReason").asString()).isEqualTo("KNOWN_WORK");
        assertThat(dismissed.path("dismissedNote").asString()).isEqualTo("painters");
        operator.post(path + "/acknowledge", null).expect(409);
        operator.post(path + "/undo", null).expect(200);

        city.tell(situation.updated(2, "still there"));
        RunningServer.await(
                "the update",
                () -> operator.get(path).json().path("message").asString().equals("still there"));
        city.tell(situation.ended(5));
        RunningServer.await(
                "its end", () -> !operator.get(path).json().path("active").asBoolean());
        JsonNode over = operator.get(path).json();
        assertThat(over.path("endedAt").asString())
                .isEqualTo(situation.startedAt().plusSeconds(5).toString());
        assertThat(over.path("state").asString()).isEqualTo("NEW");
    }

    @Test
    void theBoxStaysThatOfTheSnapshot() {
        City.Situation situation = city.situation(plaza, RuleKind.LOITERING);
        PictureId first = new PictureId("box-first");
        city.tell(situation.raised(first), situation.moved(2, 0.7, "went on", first));
        assertThat(awaitMessage(situation, "went on").at("/box/left").asDouble())
                .isEqualTo(0.1);
        city.tell(situation.moved(3, 0.8, "seen again", new PictureId("box-second")));
        assertThat(awaitMessage(situation, "seen again").at("/box/left").asDouble())
                .isEqualTo(0.8);
        city.tell(situation.moved(4, 0.2, "gone", null));
        assertThat(awaitMessage(situation, "gone").at("/box/left").asDouble()).isEqualTo(0.8);
    }

    private static JsonNode awaitMessage(City.Situation situation, String message) {
        RunningServer.await(
                message,
                () -> awaitAlert(operator, situation.id())
                        .path("message")
                        .asString()
                        .equals(message));
        return awaitAlert(operator, situation.id());
    }

    @Test
    void everyDeedIsInTheAuditLog() {
        City.Situation situation = city.situation(plaza, RuleKind.INTRUSION);
        city.tell(situation.raised());
        awaitAlert(operator, situation.id());
        operator.post("/api/v1/alerts/" + situation.id() + "/acknowledge", null).expect(200);
        operator.post("/api/v1/alerts/" + situation.id() + "/undo", null).expect(200);
        operator.post("/api/v1/alerts/" + situation.id() + "/dismiss", Map.of("reason", "TEST"))
                .expect(200);
        String log = server.administrator()
                .get("/api/v1/audit?search=" + situation.id())
                .expect(200)
                .text();
        assertThat(log).contains("alert.acknowledged", "alert.undone", "alert.dismissed", "TEST");
    }

    @Test
    void ofTwoPeopleTheSecondLearnsWhoWasFaster() throws Exception {
        Browser ana = server.person("OPERATOR", agency);
        Browser ben = server.person("OPERATOR", agency);
        for (int round = 0; round < 5; round++) {
            City.Situation situation = city.situation(plaza, RuleKind.INTRUSION);
            city.tell(situation.raised());
            awaitAlert(ana, situation.id());
            ExecutorService both = Executors.newFixedThreadPool(2);
            List<Callable<Browser.Answer>> clicks = List.of(
                    () -> ana.post("/api/v1/alerts/" + situation.id() + "/acknowledge", null),
                    () -> ben.post("/api/v1/alerts/" + situation.id() + "/acknowledge", null));
            List<Browser.Answer> answers =
                    both.invokeAll(clicks).stream().map(AlertingITCase::result).toList();
            both.shutdown();
            assertThat(answers.stream().map(Browser.Answer::status)).containsExactlyInAnyOrder(200, 409);
            Browser.Answer second = answers.get(0).status() == 409 ? answers.get(0) : answers.get(1);
            assertThat(second.json().path("detail").asString())
                    .contains("operator")
                    .contains("has acknowledged this alert already");
        }
    }

    private static Browser.Answer result(java.util.concurrent.Future<Browser.Answer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyIsToldOfAnothersAlerts() {
        City.Situation situation = city.situation(plaza, RuleKind.INTRUSION);
        city.tell(situation.raised());
        awaitAlert(operator, situation.id());
        String path = "/api/v1/alerts/" + situation.id();
        Browser nobody = server.browser();
        nobody.get(path).expect(401);
        nobody.get("/api/v1/alerts").expect(401);
        nobody.post(path + "/acknowledge", null).expect(401);
        Browser other = server.person("OPERATOR", server.agency("Police " + situation.id()));
        other.get(path).expect(404);
        other.post(path + "/acknowledge", null).expect(404);
        other.post(path + "/dismiss", Map.of("reason", "HARMLESS")).expect(404);
        assertThat(other.get("/api/v1/alerts").expect(200).json().path("total").asInt())
                .isZero();
        assertThat(operator.get(path).json().path("state").asString()).isEqualTo("NEW");
        operator.get("/api/v1/alerts/precision").expect(403);
        server.person("SUPERVISOR", agency).get("/api/v1/alerts/precision").expect(200);
        operator.get("/api/v1/alerts/no-such-alert").expect(404);
        operator.get("/api/v1/alerts/no%20such").expect(404);
    }

    @Test
    void alertsOfACameraNobodyRegisteredAreShownToNobodyButNotLost() {
        City.Situation stray = city.situation(new CameraId("stray"), RuleKind.INTRUSION);
        City.Situation after = city.situation(plaza, RuleKind.INTRUSION);
        city.tell(stray.raised(), after.raised());
        awaitAlert(operator, after.id());
        RunningServer.await(
                "the stray",
                () -> server.bean(AlertStore.class).find(stray.id()).isPresent());
        operator.get("/api/v1/alerts/" + stray.id()).expect(404);
        server.administrator().get("/api/v1/alerts/" + stray.id()).expect(404);
    }

    @Test
    void aFloodIsOneLineUntilSomebodyLooks() {
        City.Situation first = city.situation(plaza, RuleKind.STOPPED_VEHICLE);
        City.Situation second = first.again(20);
        City.Situation third = first.again(75);
        city.tell(first.raised(), second.raised(), third.raised());
        RunningServer.await(
                "repeats",
                () -> awaitAlert(operator, first.id()).path("repeats").asInt() == 2);
        operator.get("/api/v1/alerts/" + second.id()).expect(404);
        assertThat(awaitAlert(operator, first.id()).path("lastRaisedAt").asString())
                .isEqualTo(third.startedAt().toString());

        city.tell(first.ended(80), second.ended(80));
        City.Situation later = first.again(75 + 61);
        city.tell(later.raised());
        awaitAlert(operator, later.id());
        assertThat(awaitAlert(operator, first.id()).path("active").asBoolean())
                .as("its third occurrence goes on")
                .isTrue();
        city.tell(third.ended(90));
        RunningServer.await(
                "the end of all",
                () -> !awaitAlert(operator, first.id()).path("active").asBoolean());

        operator.post("/api/v1/alerts/" + later.id() + "/acknowledge", null).expect(200);
        City.Situation fresh = first.again(75 + 62);
        city.tell(fresh.raised());
        awaitAlert(operator, fresh.id());
    }

    @Test
    void theListIsFilteredSearchedAndPaged() {
        String own = server.agency("Harbour");
        Browser harbour = server.person("OPERATOR", own);
        CameraId quay = city.camera(own, "Quay 2", null);
        CameraId gate = city.camera(own, "Gate west", null);
        Instant base = Instant.now().minusSeconds(3_000);
        for (int i = 0; i < 25; i++) {
            City.Situation situation = city.situation(
                            i % 5 == 0 ? gate : quay, i % 2 == 0 ? RuleKind.LOITERING : RuleKind.WRONG_WAY)
                    .at(base.plusSeconds(i))
                    .saying("person number " + i + " 100%_sure");
            city.tell(situation.raised());
        }
        RunningServer.await(
                "all 25",
                () -> harbour.get("/api/v1/alerts").json().path("total").asInt() == 25);
        List<String> whole = ids(harbour.get("/api/v1/alerts").json());
        assertThat(whole).hasSize(25).doesNotHaveDuplicates();

        JsonNode page = harbour.get("/api/v1/alerts?limit=10").expect(200).json();
        List<String> paged = new java.util.ArrayList<>(ids(page));
        while (!page.path("next").isNull()) {
            page = harbour.get("/api/v1/alerts?limit=10&before="
                            + page.path("next").asString())
                    .expect(200)
                    .json();
            assertThat(page.path("total").asInt()).isEqualTo(25);
            paged.addAll(ids(page));
        }
        assertThat(paged).isEqualTo(whole);

        assertThat(total(harbour, "kind=WRONG_WAY")).isEqualTo(12);
        assertThat(total(harbour, "kind=WRONG_WAY,LOITERING")).isEqualTo(25);
        assertThat(total(harbour, "severity=CRITICAL")).isEqualTo(12);
        assertThat(total(harbour, "cameraId=" + gate)).isEqualTo(5);
        assertThat(total(harbour, "search=GATE")).isEqualTo(5);
        assertThat(total(harbour, "search=number%2017")).isEqualTo(1);
        assertThat(total(harbour, "search=100%25_")).isEqualTo(25);
        assertThat(total(harbour, "search=100%25%25")).isZero();
        assertThat(total(harbour, "state=NEW")).isEqualTo(25);
        assertThat(total(harbour, "state=DISMISSED,IN_INCIDENT")).isZero();
        assertThat(total(harbour, "from=" + base.plusSeconds(20))).isEqualTo(5);
        assertThat(total(harbour, "to=" + base.plusSeconds(20))).isEqualTo(20);
        harbour.get("/api/v1/alerts?state=GONE").expect(400);
        harbour.get("/api/v1/alerts?limit=0").expect(400);
        harbour.get("/api/v1/alerts?before=yesterday").expect(400);
        harbour.get("/api/v1/alerts?cameraId=a%20b").expect(400);
    }

    private static int total(Browser browser, String query) {
        return browser.get("/api/v1/alerts?" + query)
                .expect(200)
                .json()
                .path("total")
                .asInt();
    }

    @Test
    void reasonsBecomeThePrecisionOfTheRule() {
        String own = server.agency("Parks");
        Browser supervisor = server.person("SUPERVISOR", own);
        CameraId lawn = city.camera(own, "Lawn", null);
        City.Situation first = city.situation(lawn, RuleKind.INTRUSION);
        List<String> reasons = List.of("FALSE_DETECTION", "HARMLESS", "TEST", "", "incident");
        for (int i = 0; i < reasons.size(); i++) {
            City.Situation situation = i == 0 ? first : first.again(-120 * i);
            city.tell(situation.raised());
            awaitAlert(supervisor, situation.id());
            String path = "/api/v1/alerts/" + situation.id();
            if (reasons.get(i).equals("incident")) {
                supervisor
                        .post("/api/v1/incidents", Map.of("alertIds", List.of(situation.id())))
                        .expect(201);
            } else if (!reasons.get(i).isEmpty()) {
                supervisor
                        .post(path + "/dismiss", Map.of("reason", reasons.get(i)))
                        .expect(200);
            }
        }
        JsonNode rule =
                supervisor.get("/api/v1/alerts/precision").expect(200).json().at("/items/0");
        assertThat(rule.path("ruleId").asString()).isEqualTo(first.rule().value());
        assertThat(rule.path("raised").asInt()).isEqualTo(5);
        assertThat(rule.path("confirmed").asInt()).isEqualTo(1);
        assertThat(rule.path("dismissed").asInt()).isEqualTo(3);
        assertThat(rule.path("falseAlarms").asInt()).isEqualTo(1);
        assertThat(rule.path("harmless").asInt()).isEqualTo(1);
        assertThat(rule.path("precision").asDouble()).isEqualTo(0.5);
        assertThat(rule.path("precisionLow").asDouble()).isBetween(0.09, 0.1);
    }

    @Test
    void theSummaryTellsTheLoadOfEachOperator() {
        String own = server.agency("Stadium");
        Browser steward = server.person("OPERATOR", own);
        CameraId gate = city.camera(own, "Gate A", null);
        for (int i = 0; i < 11; i++) {
            city.tell(city.situation(gate, RuleKind.CROWD_DENSITY).raised());
        }
        RunningServer.await("11 alerts", () -> total(steward, "") == 11);
        JsonNode summary = steward.get("/api/v1/alerts/summary").expect(200).json();
        assertThat(summary.path("new").asInt()).isEqualTo(11);
        assertThat(summary.path("active").asInt()).isEqualTo(11);
        assertThat(summary.at("/bySeverity/MAJOR").asInt()).isEqualTo(11);
        assertThat(summary.at("/bySeverity/INFO").asInt()).isZero();
        assertThat(summary.path("ratePerOperatorHour").asDouble()).isEqualTo(11);
        assertThat(summary.path("targetPerOperatorHour").asInt()).isEqualTo(6);
        assertThat(summary.path("flood").asBoolean()).isTrue();
    }

    @Test
    void everyLookAtASnapshotIsRecorded() {
        PictureId picture = new PictureId("picture-" + System.nanoTime());
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1, 2, 3, (byte) 0xff, (byte) 0xd9};
        server.bean(PictureStore.class).save(picture, plaza, Instant.now(), jpeg);
        Browser.Answer answer = operator.get("/api/v1/pictures/" + picture).expect(200);
        assertThat(answer.bytes()).isEqualTo(jpeg);
        assertThat(answer.header("content-type")).contains("image/jpeg");
        server.browser().get("/api/v1/pictures/" + picture).expect(401);
        server.person("OPERATOR", server.agency("Others " + picture))
                .get("/api/v1/pictures/" + picture)
                .expect(404);
        operator.get("/api/v1/pictures/none").expect(404);
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=" + picture)
                        .expect(200)
                        .text())
                .contains("picture.viewed", "access.refused");
    }
}

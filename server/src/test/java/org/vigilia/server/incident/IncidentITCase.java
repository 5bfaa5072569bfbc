package org.vigilia.server.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Incidents are opened from alerts, worked on and closed, over HTTP and on a real database. */
class IncidentITCase {

    private static final GeoPoint SQUARE = new GeoPoint(44.4949, 11.3426);

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static City city;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        city = new City(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static City.Situation raise(Browser browser, CameraId camera, RuleKind kind) {
        return raise(browser, city.situation(camera, kind));
    }

    private static City.Situation raise(Browser browser, City.Situation situation) {
        city.tell(situation.raised());
        RunningServer.await(
                "the alert",
                () -> browser.get("/api/v1/alerts/" + situation.id()).status() == 200);
        return situation;
    }

    private static JsonNode open(Browser browser, City.Situation... situations) {
        return browser.post(
                        "/api/v1/incidents",
                        Map.of(
                                "alertIds",
                                List.of(situations).stream()
                                        .map(City.Situation::id)
                                        .toList()))
                .expect(201)
                .json();
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.path(field).asString())
                .toList();
    }

    private static GeoPoint north(double metres) {
        return new GeoPoint(SQUARE.latitude() + metres / 111_195, SQUARE.longitude());
    }

    @Test
    void anIncidentIsOpenedWorkedOnClosedAndReopened() {
        String agency = server.agency("Works");
        Browser ana = server.person("OPERATOR", agency);
        CameraId camera = city.camera(agency, "Market", SQUARE);
        City.Situation situation = raise(ana, camera, RuleKind.WRONG_WAY);

        JsonNode opened = open(ana, situation);
        String path = "/api/v1/incidents/" + opened.path("id").asString();
        int year = Instant.now().atZone(ZoneOffset.UTC).getYear();
        assertThat(opened.path("number").asString()).matches(year + "-0000\\d");
        assertThat(opened.path("priority").asString()).as("of a critical alert").isEqualTo("P1");
        assertThat(opened.path("title").asString()).contains("at Market");
        assertThat(opened.path("state").asString()).isEqualTo("OPEN");
        assertThat(opened.path("assignee").isNull()).isTrue();
        assertThat(opened.path("alertCount").asInt()).isEqualTo(1);
        assertThat(opened.path("severity").asString()).isEqualTo("CRITICAL");
        assertThat(opened.at("/alerts/0/state").asString()).isEqualTo("IN_INCIDENT");
        assertThat(opened.at("/nearestCameras/0/id").asString()).isEqualTo(camera.value());
        assertThat(opened.at("/nearestCameras/0/seesPlace").asBoolean()).isTrue();
        assertThat(texts(opened.path("timeline"), "kind")).containsExactly("OPENED", "ALERT_ADDED");
        assertThat(opened.at("/timeline/0/by/name").asString()).startsWith("operator");

        ana.post("/api/v1/alerts/" + situation.id() + "/dismiss", Map.of("reason", "TEST"))
                .expect(409);
        ana.post("/api/v1/incidents", Map.of("alertIds", List.of(situation.id())))
                .expect(409);

        ana.patch(path, Map.of("title", "Ghost driver", "priority", "P2")).expect(200);
        String anasId = ana.get("/api/v1/session").json().at("/person/id").asString();
        assertThat(ana.patch(path, Map.of("assigneeId", anasId))
                        .expect(200)
                        .json()
                        .at("/assignee/id")
                        .asString())
                .isEqualTo(anasId);
        ana.post(path + "/notes", Map.of("text", "Patrol 4 is told")).expect(201);
        ana.post(path + "/notes", Map.of("text", "  ")).expect(400);

        city.tell(situation.ended(10));
        RunningServer.await(
                "the end in the timeline",
                () -> texts(ana.get(path).json().path("timeline"), "kind").contains("ALERT_ENDED"));
        assertThat(ana.get(path).json().path("active").asBoolean()).isFalse();

        ana.post(path + "/close", Map.of("note", "x")).expect(400);
        JsonNode closed = ana.post(path + "/close", Map.of("outcome", "RESOLVED", "note", "stopped by patrol"))
                .expect(200)
                .json();
        assertThat(closed.path("state").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("outcome").asString()).isEqualTo("RESOLVED");
        assertThat(ana.post(path + "/close", Map.of("outcome", "RESOLVED"))
                        .expect(409)
                        .json()
                        .path("detail")
                        .asString())
                .contains("was closed by operator");
        ana.patch(path, Map.of("priority", "P4")).expect(409);
        ana.post(path + "/notes", Map.of("text", "written down later")).expect(201);

        JsonNode reopened = ana.post(path + "/reopen", null).expect(200).json();
        assertThat(reopened.path("outcome").isNull()).isTrue();
        assertThat(texts(reopened.path("timeline"), "kind"))
                .containsExactly(
                        "OPENED",
                        "ALERT_ADDED",
                        "TITLE",
                        "PRIORITY",
                        "ASSIGNEE",
                        "NOTE",
                        "ALERT_ENDED",
                        "CLOSED",
                        "NOTE",
                        "REOPENED");
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=" + opened.path("id").asString())
                        .text())
                .contains("incident.opened", "incident.assigned", "incident.closed", "incident.reopened");
    }

    @Test
    void theTimelineCannotBeRewritten() {
        String agency = server.agency("Archive");
        Browser ana = server.person("OPERATOR", agency);
        open(ana, raise(ana, city.camera(agency, "Archive", null), RuleKind.INTRUSION));
        JdbcClient sql = server.bean(JdbcClient.class);
        assertThatThrownBy(() -> sql.sql("update incident_entry set text = 'x'").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> sql.sql("delete from incident_entry").update()).hasMessageContaining("append-only");
    }

    @Test
    void alertsAreAddedAndGivenBackAsTheyWere() {
        String agency = server.agency("Rail");
        Browser ana = server.person("OPERATOR", agency);
        CameraId camera = city.camera(agency, "Platform", SQUARE);
        City.Situation first = raise(ana, camera, RuleKind.INTRUSION);
        City.Situation second = raise(ana, camera, RuleKind.LOITERING);
        ana.post("/api/v1/alerts/" + second.id() + "/acknowledge", null).expect(200);
        String path = "/api/v1/incidents/" + open(ana, first).path("id").asString();
        JsonNode both = ana.post(path + "/alerts", Map.of("alertIds", List.of(second.id())))
                .expect(200)
                .json();
        assertThat(both.path("alertCount").asInt()).isEqualTo(2);
        ana.post(path + "/alerts", Map.of("alertIds", List.of(second.id()))).expect(409);
        ana.post(path + "/alerts", Map.of("alertIds", List.of())).expect(400);
        JsonNode one = ana.delete(path + "/alerts/" + second.id()).expect(200).json();
        assertThat(one.path("alertCount").asInt()).isEqualTo(1);
        assertThat(ana.get("/api/v1/alerts/" + second.id()).json().path("state").asString())
                .isEqualTo("ACKNOWLEDGED");
        ana.delete(path + "/alerts/" + second.id()).expect(409);
        ana.delete(path + "/alerts/" + first.id()).expect(200);
        assertThat(ana.get("/api/v1/alerts/" + first.id()).json().path("state").asString())
                .isEqualTo("NEW");
    }

    @Test
    void aFalseAlarmCountsAgainstTheRuleUntilItIsReopened() {
        String agency = server.agency("Bridges");
        Browser boss = server.person("SUPERVISOR", agency);
        City.Situation situation = raise(boss, city.camera(agency, "Bridge", null), RuleKind.INTRUSION);
        String path = "/api/v1/incidents/" + open(boss, situation).path("id").asString();
        assertThat(boss.get("/api/v1/alerts/precision")
                        .json()
                        .at("/items/0/precision")
                        .asDouble())
                .isEqualTo(1);
        boss.post(path + "/close", Map.of("outcome", "FALSE_ALARM")).expect(200);
        assertThat(boss.get("/api/v1/alerts/precision")
                        .json()
                        .at("/items/0/precision")
                        .asDouble())
                .isZero();
        boss.post(path + "/reopen", null).expect(200);
        assertThat(boss.get("/api/v1/alerts/precision")
                        .json()
                        .at("/items/0/falseAlarms")
                        .asInt())
                .isZero();
    }

    @Test
    void whatIsCloseInPlaceAndTimeIsSuggested() {
        String agency = server.agency("Tram");
        Browser ana = server.person("OPERATOR", agency);
        CameraId here = city.camera(agency, "Here", SQUARE);
        CameraId near = city.camera(agency, "Near", north(-100));
        CameraId far = city.camera(agency, "Far", north(400));
        City.Situation first = raise(ana, here, RuleKind.INTRUSION);
        City.Situation sameCamera = raise(ana, here, RuleKind.LOITERING);
        City.Situation nearby = raise(ana, near, RuleKind.INTRUSION);
        raise(ana, far, RuleKind.INTRUSION);
        City.Situation old =
                city.situation(near, RuleKind.LOITERING).at(Instant.now().minusSeconds(3_600));
        city.tell(old.raised(), old.ended(5));
        JsonNode opened = open(ana, nearby);

        JsonNode suggestions = ana.get("/api/v1/incidents/suggestions?alertId=" + first.id())
                .expect(200)
                .json();
        assertThat(texts(suggestions.path("alerts"), "id"))
                .containsExactly(sameCamera.id().value());
        assertThat(suggestions.at("/alerts/0/closeness/sameCamera").asBoolean()).isTrue();
        assertThat(texts(suggestions.path("incidents"), "id"))
                .containsExactly(opened.path("id").asString());
        assertThat(suggestions.at("/incidents/0/closeness/distanceM").asDouble())
                .isBetween(99.0, 101.0);

        JsonNode cameras = ana.get("/api/v1/incidents/" + opened.path("id").asString())
                .json()
                .path("nearestCameras");
        assertThat(texts(cameras, "name")).containsExactly("Near", "Here", "Far");
        assertThat(cameras.at("/0/seesPlace").asBoolean()).isTrue();
        assertThat(cameras.at("/1/seesPlace").asBoolean())
                .as("looks north, away from it")
                .isFalse();
        ana.get("/api/v1/incidents/suggestions?alertId=none").expect(404);
    }

    @Test
    void incidentsAreListedFilteredAndSearched() {
        String agency = server.agency("Port");
        Browser ana = server.person("OPERATOR", agency);
        CameraId camera = city.camera(agency, "Crane", null);
        for (int i = 0; i < 5; i++) {
            JsonNode opened = open(ana, raise(ana, camera, RuleKind.INTRUSION));
            String path = "/api/v1/incidents/" + opened.path("id").asString();
            ana.patch(path, Map.of("title", "Incident " + i)).expect(200);
            if (i == 4) {
                ana.post(path + "/notes", Map.of("text", "container XKCD-7")).expect(201);
                ana.post(path + "/close", Map.of("outcome", "NO_ACTION")).expect(200);
            }
        }
        JsonNode all = ana.get("/api/v1/incidents").expect(200).json();
        assertThat(all.path("total").asInt()).isEqualTo(5);
        assertThat(texts(all.path("items"), "title"))
                .containsExactly("Incident 4", "Incident 3", "Incident 2", "Incident 1", "Incident 0");
        assertThat(ana.get("/api/v1/incidents?state=OPEN").json().path("total").asInt())
                .isEqualTo(4);
        assertThat(texts(ana.get("/api/v1/incidents?search=xkcd").json().path("items"), "title"))
                .containsExactly("Incident 4");
        assertThat(texts(
                        ana.get("/api/v1/incidents?search="
                                        + all.at("/items/2/number").asString())
                                .json()
                                .path("items"),
                        "title"))
                .containsExactly("Incident 2");
        JsonNode page = ana.get("/api/v1/incidents?limit=2").json();
        JsonNode next = ana.get(
                        "/api/v1/incidents?limit=2&before=" + page.path("next").asString())
                .expect(200)
                .json();
        assertThat(texts(next.path("items"), "title")).containsExactly("Incident 2", "Incident 1");
    }

    @Test
    void peopleOfOtherAgenciesKnowNothingAndOperatorsDoNotGiveWorkToOthers() {
        String agency = server.agency("Water");
        Browser ana = server.person("OPERATOR", agency);
        Browser ben = server.person("OPERATOR", agency);
        Browser boss = server.person("SUPERVISOR", agency);
        String otherAgency = server.agency("Fire");
        Browser stranger = server.person("SUPERVISOR", otherAgency);
        City.Situation situation = raise(ana, city.camera(agency, "Dam", null), RuleKind.INTRUSION);
        String path = "/api/v1/incidents/" + open(ana, situation).path("id").asString();

        server.browser().get(path).expect(401);
        stranger.get(path).expect(404);
        stranger.post(path + "/notes", Map.of("text", "x")).expect(404);
        stranger.post(path + "/close", Map.of("outcome", "RESOLVED")).expect(404);
        stranger.post("/api/v1/incidents", Map.of("alertIds", List.of(situation.id())))
                .expect(404);
        assertThat(stranger.get("/api/v1/incidents").json().path("total").asInt())
                .isZero();

        String bensId = ben.get("/api/v1/session").json().at("/person/id").asString();
        String strangersId =
                stranger.get("/api/v1/session").json().at("/person/id").asString();
        ana.patch(path, Map.of("assigneeId", bensId)).expect(403);
        boss.patch(path, Map.of("assigneeId", strangersId)).expect(400);
        boss.patch(path, Map.of("assigneeId", bensId)).expect(200);
        ana.patch(path, Map.of("assigneeId", "")).expect(403);
        assertThat(ben.patch(path, Map.of("assigneeId", ""))
                        .expect(200)
                        .json()
                        .path("assignee")
                        .isNull())
                .isTrue();
        ana.post("/api/v1/incidents", Map.of("alertIds", List.of())).expect(400);
        ana.post("/api/v1/incidents", Map.of("title", "no alerts")).expect(400);
    }
}

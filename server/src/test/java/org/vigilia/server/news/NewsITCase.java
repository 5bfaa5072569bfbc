package org.vigilia.server.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.facts.FactLog;
import org.vigilia.server.identity.Right;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.NewsReader;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** What changes is on the screens of those who may know it at once, and on no other. */
class NewsITCase {

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static City city;

    @SuppressWarnings("NullAway.Init")
    private static String agency;

    @SuppressWarnings("NullAway.Init")
    private static Browser operator;

    @SuppressWarnings("NullAway.Init")
    private static CameraId plaza;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        city = new City(server);
        agency = server.agency("Transport");
        operator = server.person("OPERATOR", agency);
        plaza = city.camera(agency, "Plaza", null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theWholeLifeOfAnAlertIsTold() {
        NewsReader news = NewsReader.open(operator);
        City.Situation situation = city.situation(plaza, RuleKind.LOITERING);
        city.tell(situation.raised());
        JsonNode raised = news.awaitAlert("RAISED", situation.id());
        assertThat(raised.path("at").asString()).isEqualTo(situation.startedAt().toString());
        assertThat(raised.path("raisedAt").asString())
                .isEqualTo(situation.startedAt().toString());
        assertThat(Instant.parse(raised.path("sentAt").asString()))
                .isAfterOrEqualTo(Instant.parse(raised.path("loggedAt").asString()));
        assertThat(raised.at("/alert/camera/name").asString()).isEqualTo("Plaza");

        operator.post("/api/v1/alerts/" + situation.id() + "/acknowledge", null).expect(200);
        JsonNode seen = news.awaitAlert("ACKNOWLEDGED", situation.id());
        assertThat(seen.at("/alert/state").asString()).isEqualTo("ACKNOWLEDGED");
        assertThat(seen.path("at").isNull()).isTrue();
        operator.post("/api/v1/alerts/" + situation.id() + "/undo", null).expect(200);
        news.awaitAlert("UNDONE", situation.id());
        City.Situation again = situation.again(1);
        city.tell(again.raised());
        assertThat(news.awaitAlert("REPEATED", situation.id())
                        .at("/alert/repeats")
                        .asInt())
                .isEqualTo(1);

        String incident = operator.post("/api/v1/incidents", Map.of("alertIds", List.of(situation.id())))
                .expect(201)
                .json()
                .path("id")
                .asString();
        news.awaitAlert("ADDED_TO_INCIDENT", situation.id());
        JsonNode opened = news.await("the incident", m -> NewsReader.type(m).equals("incident"));
        assertThat(opened.at("/incident/id").asString()).isEqualTo(incident);
        assertThat(opened.path("change").asString()).isEqualTo("OPENED");
        assertThat(opened.at("/incident/alertCount").asInt()).isEqualTo(1);

        city.tell(situation.ended(3), again.ended(4));
        news.awaitBoth(
                "the end, in the queue and in the incident",
                m -> NewsReader.isAlert(m, "ENDED", situation.id()),
                m -> m.path("change").asString().equals("ALERT_ENDED"));
        news.close();
    }

    @Test
    void everybodyHearsOnlyOfTheOwnAgency() {
        String other = server.agency("Police");
        Browser stranger = server.person("ADMINISTRATOR", other);
        CameraId theirs = city.camera(other, "Station", null);
        NewsReader ours = NewsReader.open(operator);
        NewsReader strangers = NewsReader.open(stranger);
        NewsReader cityHall = NewsReader.open(server.administrator());
        City.Situation here = city.situation(plaza, RuleKind.INTRUSION);
        City.Situation there = city.situation(theirs, RuleKind.INTRUSION);
        city.tell(here.raised(), there.raised());
        ours.awaitAlert("RAISED", here.id());
        strangers.awaitAlert("RAISED", there.id());
        operator.post("/api/v1/alerts/" + here.id() + "/acknowledge", null).expect(200);
        stranger.post("/api/v1/alerts/" + there.id() + "/acknowledge", null).expect(200);
        ours.awaitAlert("ACKNOWLEDGED", here.id());
        strangers.awaitAlert("ACKNOWLEDGED", there.id());
        assertThat(ours.rest()).noneMatch(m -> m.toString().contains(there.id().value()));
        assertThat(strangers.rest())
                .noneMatch(m -> m.toString().contains(here.id().value()));
        assertThat(cityHall.rest()).noneMatch(m -> NewsReader.type(m).equals("alert"));
        List.of(ours, strangers, cityHall).forEach(NewsReader::close);
    }

    @Test
    void nobodyListensWithoutASessionOrFromAForeignPage() {
        assertThatThrownBy(() -> NewsReader.open(server.browser()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThatThrownBy(
                        () -> operator.webSocket("/api/v1/news", "https://evil.example", new WebSocket.Listener() {}))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void whoSignsOutHearsNothingMore() {
        Browser ana = server.person("OPERATOR", agency);
        NewsReader news = NewsReader.open(ana);
        ana.delete("/api/v1/session").expect(204);
        assertThat(news.awaitClosed()).isEqualTo(4401);
    }

    @Test
    void whoIsSentAwayHearsNothingMore() {
        Browser ana = server.person("OPERATOR", agency);
        String id = ana.get("/api/v1/session").json().at("/person/id").asString();
        NewsReader news = NewsReader.open(ana);
        server.administrator()
                .patch("/api/v1/people/" + id, Map.of("active", false))
                .expect(200);
        assertThat(news.awaitClosed()).isIn(4401, 4403);
    }

    @Test
    void whatIsSeenNowIsShownToThoseWhoWatchAndMay() {
        CameraId theirs = city.camera(server.agency("Army"), "Barracks", null);
        NewsReader news = NewsReader.open(operator);
        NewsReader idle = NewsReader.open(operator);
        news.watch(plaza, theirs, "nowhere");
        JsonNode watching = news.await("the answer", m -> NewsReader.type(m).equals("watching"));
        assertThat(watching.at("/cameras/0").asString()).isEqualTo(plaza.value());
        assertThat(watching.path("cameras").size()).isEqualTo(1);
        assertThat(watching.path("refused").size()).isEqualTo(2);

        City.Situation situation = city.situation(plaza, RuleKind.INTRUSION);
        city.tell(situation.raised());
        news.awaitAlert("RAISED", situation.id());
        TrackId suspect = new TrackId(situation.id() + ":track");
        FactLog log = server.bean(FactLog.class);
        Thread vision = new Thread(() -> {
            for (int i = 0; i < 400 && !Thread.currentThread().isInterrupted(); i++) {
                Instant now = Instant.now();
                List<Fact> facts = List.of(
                        track(plaza, suspect, now, 0.1 + i * 0.001),
                        track(plaza, new TrackId("other"), now, 0.5),
                        track(theirs, new TrackId("secret"), now, 0.5),
                        new SceneReading(
                                plaza, now, null, Map.of(ObjectClass.PERSON, 2), null, 0.1, null, List.of(), null));
                log.append(facts);
                java.util.concurrent.locks.LockSupport.parkNanos(40_000_000);
            }
        });
        vision.start();
        JsonNode first = news.await("tracks", m -> NewsReader.type(m).equals("tracks"));
        assertThat(first.path("camera").asString()).isEqualTo(plaza.value());
        assertThat(first.at("/counts/PERSON").asInt()).isEqualTo(2);
        JsonNode second = news.await(
                "both tracks",
                m -> NewsReader.type(m).equals("tracks") && m.path("tracks").size() == 2);
        for (JsonNode track : second.path("tracks")) {
            assertThat(track.path("alert").asBoolean())
                    .isEqualTo(track.path("track").asString().equals(suspect.value()));
            assertThat(track.path("objectClass").asString()).isEqualTo("PERSON");
        }
        JsonNode third = news.await("tracks", m -> NewsReader.type(m).equals("tracks"));
        Duration between = Duration.between(
                Instant.parse(second.path("sentAt").asString()),
                Instant.parse(third.path("sentAt").asString()));
        assertThat(between).as("at most five a second").isGreaterThanOrEqualTo(Duration.ofMillis(200));
        news.watch();
        news.await("the answer", m -> NewsReader.type(m).equals("watching"));
        vision.interrupt();
        assertThat(idle.rest()).noneMatch(m -> NewsReader.type(m).equals("tracks"));
        assertThat(news.rest()).noneMatch(m -> m.toString().contains("secret"));
        news.close();
        idle.close();
    }

    /** News of the test's own, as big as it likes. */
    private record Padded(AgencyId agency, String text) implements News {

        @Override
        public Right right() {
            return Right.SEE_ALERTS;
        }

        @Override
        public Object message(Instant sentAt) {
            return Map.of("type", "padded", "text", text, "sentAt", sentAt);
        }
    }

    @Test
    void aScreenThatStandsStillIsClosedAndNobodyWaitsForIt() {
        Audience audience = server.bean(Audience.class);
        RunningServer.await(
                "the end of earlier screens", () -> audience.screens().isEmpty());
        operator.webSocket("/api/v1/news", new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) {
                // asks for nothing: whatever is sent piles up on the way
            }
        });
        NewsReader quick = NewsReader.open(operator);
        RunningServer.await("both screens", () -> audience.screens().size() == 2);
        String padding = "x".repeat(16 * 1024);
        Thread flood = new Thread(() -> {
            for (int i = 0; i < 3 * Outbox.MAX_NEWS && !Thread.currentThread().isInterrupted(); i++) {
                audience.tell(new Padded(new AgencyId(agency), padding));
                // slow enough for a screen that reads
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
        });
        flood.start();
        quick.await("the first", m -> NewsReader.type(m).equals("padded"));
        RunningServer.await(
                "the end of the stalled screen", () -> audience.screens().size() == 1);
        flood.interrupt();
        City.Situation situation = city.situation(plaza, RuleKind.INTRUSION);
        city.tell(situation.raised());
        quick.awaitAlert("RAISED", situation.id());
        quick.close();
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredNotDropped() {
        NewsReader news = NewsReader.open(operator);
        for (String nonsense :
                new String[] {"{", "[]", "{\"type\":\"dance\"}", "{\"type\":\"watch\",\"cameras\":[\"a b\"]}"}) {
            news.send(nonsense);
            assertThat(news.await("an answer", m -> NewsReader.type(m).equals("error"))
                            .path("detail")
                            .asString())
                    .contains("watch");
        }
        news.close();
    }

    private static TrackUpdate track(CameraId camera, TrackId id, Instant at, double left) {
        return new TrackUpdate(
                camera,
                at,
                id,
                TrackPhase.MOVED,
                ObjectClass.PERSON,
                0.9,
                new Box(left, 0.2, 0.1, 0.3),
                at,
                new TrackUpdate.Motion(null, 0, null, null),
                List.of(new Point(left, 0.5)),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}

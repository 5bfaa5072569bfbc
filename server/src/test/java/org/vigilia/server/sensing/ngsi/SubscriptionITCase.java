package org.vigilia.server.sensing.ngsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.server.testing.MachineClient;
import org.vigilia.server.testing.RunningServer;
import org.vigilia.server.testing.TestDatabase;
import tools.jackson.databind.JsonNode;

/** Notifications reach their receivers by HTTP, in order and without a gap, whatever fails in between. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SubscriptionITCase {

    private static final String SUBSCRIPTIONS = "/ngsi-ld/v1/subscriptions";
    private static final String ENTITIES = "/ngsi-ld/v1/entities";

    private static final int MOST_WAITING = 40;
    private static final String DATABASE = TestDatabase.create();
    private static final Map<String, String> SETTINGS = Map.of(
            "db.url",
            DATABASE,
            "sensing.ngsi.endpoints.private",
            "true",
            "sensing.ngsi.waiting",
            String.valueOf(MOST_WAITING));

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static MachineClient machine;

    @BeforeAll
    static void start() {
        server = RunningServer.start(SETTINGS);
        machine = server.machine("SEE_SENSORS", "EDIT_SENSORS", "WRITE_OBSERVATIONS");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, Object> subscription(Receiver receiver, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>();
        body.put("type", "Subscription");
        body.put("entities", List.of(Map.of("type", "AirQualityObserved")));
        body.put("notification", Map.of("endpoint", Map.of("uri", receiver.uri())));
        body.putAll(more);
        return body;
    }

    private static String subscribe(Map<String, Object> body) {
        String location =
                machine.post(SUBSCRIPTIONS, body).expect(201).header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void make(String device) {
        machine.post(
                        ENTITIES,
                        Map.of(
                                "id",
                                "urn:ngsi-ld:AirQualityObserved:" + device,
                                "type",
                                "AirQualityObserved",
                                "pm25",
                                1))
                .expect(201);
    }

    private static void measure(String device, double pm25, Instant at) {
        machine.send(
                        "PATCH",
                        ENTITIES + "/urn:ngsi-ld:AirQualityObserved:" + device + "/attrs",
                        Map.of("pm25", Map.of("value", pm25, "observedAt", at.toString())))
                .expect(204);
    }

    private static Map<String, Object> only(String device) {
        return Map.of(
                "entities",
                List.of(Map.of("type", "AirQualityObserved", "id", "urn:ngsi-ld:AirQualityObserved:" + device)));
    }

    private static JsonNode look(String id) {
        return machine.get(SUBSCRIPTIONS + "/" + id).expect(200).json();
    }

    /** Where nothing was ever stored, the first value is news and not history. */
    @Test
    @Order(1)
    void theVeryFirstValueIsTold() {
        try (Receiver receiver = Receiver.start()) {
            String id = subscribe(subscription(receiver, only("f")));
            make("f");
            RunningServer.await("the first", () -> receiver.values("pm25").size() == 1);
            machine.send("DELETE", SUBSCRIPTIONS + "/" + id, null).expect(204);
        }
    }

    @Test
    void subscribersAreToldWhatTheyAskedForAndNothingElse() {
        try (Receiver high = Receiver.start();
                Receiver other = Receiver.start();
                Receiver foreign = Receiver.start()) {
            make("a");
            make("b");
            String id = subscribe(subscription(
                    high,
                    Map.of(
                            "q", "pm25>50",
                            "watchedAttributes", List.of("PM25"),
                            "notification",
                                    Map.of(
                                            "format", "keyValues",
                                            "attributes", List.of("pm25"),
                                            "endpoint",
                                                    Map.of(
                                                            "uri", high.uri(),
                                                            "accept", "application/ld+json",
                                                            "receiverInfo",
                                                                    List.of(Map.of(
                                                                            "key", "X-Key",
                                                                            "value", "open sesame")))))));
            subscribe(subscription(
                    other, Map.of("entities", List.of(Map.of("type", "AirQualityObserved", "idPattern", ":b$")))));
            MachineClient theirs = server.machine(
                    server.person("ADMINISTRATOR", server.agency("Harbour")),
                    "SEE_SENSORS",
                    "EDIT_SENSORS",
                    "WRITE_OBSERVATIONS");
            theirs.post(SUBSCRIPTIONS, subscription(foreign, Map.of())).expect(201);
            Instant now = Instant.now();
            measure("a", 60, now);
            measure("a", 20, now.plusMillis(1));
            measure("b", 70, now.plusMillis(2));
            RunningServer.await("two notifications", () -> high.values("pm25").size() == 2);
            RunningServer.await("one notification", () -> other.values("pm25").size() == 1);
            assertThat(high.values("pm25")).containsExactly(60.0, 70.0);
            assertThat(other.values("pm25")).containsExactly(70.0);
            Receiver.Told told = high.accepted().get(0);
            assertThat(told.headers().getFirst("X-Key")).isEqualTo("open sesame");
            assertThat(told.headers().getFirst("Content-Type")).isEqualTo("application/ld+json");
            assertThat(told.body().path("subscriptionId").asString()).isEqualTo(id);
            assertThat(told.body().at("/data/0/name").isMissingNode()).isTrue();
            assertThat(other.accepted()
                            .get(0)
                            .body()
                            .at("/data/0/pm25/observedAt")
                            .asString())
                    .isNotEmpty();
            assertThat(foreign.accepted()).isEmpty();
            JsonNode view = look(id);
            assertThat(view.toString()).doesNotContain("sesame");
            RunningServer.await(
                    "the count", () -> look(id).at("/notification/lastSuccess").isString());
            assertThat(look(id).at("/notification/status").asString()).isEqualTo("ok");
            assertThat(server.administrator()
                            .get("/api/v1/audit?search=subscription.created")
                            .text())
                    .contains(id)
                    .doesNotContain("sesame");
            theirs.get(SUBSCRIPTIONS + "/" + id).expect(404);
            theirs.send("DELETE", SUBSCRIPTIONS + "/" + id, null).expect(404);
            Map<String, Object> hidden =
                    Map.of("uri", high.uri(), "receiverInfo", List.of(Map.of("key", "X-Key", "value", "***")));
            machine.send("PATCH", SUBSCRIPTIONS + "/" + id, Map.of("notification", Map.of("endpoint", hidden)))
                    .expect(400);
            machine.send("PATCH", SUBSCRIPTIONS + "/" + id, Map.of("isActive", false))
                    .expect(204);
            assertThat(look(id).path("status").asString()).isEqualTo("paused");
            machine.send("DELETE", SUBSCRIPTIONS + "/" + id, null).expect(204);
            machine.get(SUBSCRIPTIONS + "/" + id).expect(404);
        }
    }

    @Test
    void aReceiverThatWasAwayGetsEverythingInOrder() {
        try (Receiver receiver = Receiver.start()) {
            make("c");
            receiver.answer(307);
            String id = subscribe(subscription(receiver, only("c")));
            Instant now = Instant.now();
            List<Double> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                measure("c", 10 + i, now.plusMillis(i));
                expected.add(10.0 + i);
            }
            RunningServer.await(
                    "all to wait and the failure to be seen",
                    () -> look(id).at("/notification/waiting").asInt() == 30
                            && look(id).at("/notification/lastFailureReason")
                                    .asString()
                                    .contains("307"));
            int tries = receiver.refused();
            assertThat(tries).as("no flood").isLessThan(15);
            assertThat(look(id).at("/notification/status").asString()).isEqualTo("failed");
            receiver.answer(200);
            RunningServer.await("everything", () -> receiver.values("pm25").size() >= 30);
            assertThat(receiver.values("pm25")).containsExactlyElementsOf(expected);
            RunningServer.await(
                    "nothing to wait",
                    () -> look(id).at("/notification/waiting").asInt() == 0);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingIsLostWhileTheServerIsDown() {
        make("r");
        long datastream = server.bean(JdbcClient.class)
                .sql("select id from sta_datastream where properties ->> 'device' = 'r'")
                .query(Long.class)
                .single();
        int port;
        Instant now;
        try (Receiver receiver = Receiver.start()) {
            port = receiver.port();
            receiver.answer(503);
            String id = subscribe(subscription(receiver, only("r")));
            now = Instant.now();
            measure("r", 11, now);
            RunningServer.await(
                    "a failure", () -> look(id).at("/notification/timesFailed").asInt() > 0);
        }
        String data = server.data().toString();
        server.close();
        // the broker goes on while the server is away: what it stores is followed later
        try (FactStore store = FactStore.open(FactsSettings.of(Map.of("db.url", DATABASE, "db.user", "postgres")));
                Receiver receiver = Receiver.start(port)) {
            for (int i = 1; i <= 2; i++) {
                Observation next = new Observation(new DatastreamId(datastream), now.plusMillis(i), 11 + i);
                assertThat(store.observations().append(List.of(next)).stored()).isEqualTo(1);
            }
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.put("data.dir", data);
            server = RunningServer.start(settings);
            RunningServer.await("all three", () -> receiver.values("pm25").size() >= 3);
            assertThat(receiver.values("pm25")).containsExactly(11.0, 12.0, 13.0);
        }
    }

    @Test
    void tooManyWaitingPauseTheSubscriptionVisiblyAndAreSentWhenItGoesOn() {
        try (Receiver receiver = Receiver.start()) {
            make("d");
            receiver.answer(500);
            String id = subscribe(subscription(receiver, only("d")));
            Instant now = Instant.now();
            for (int i = 0; i < MOST_WAITING + 5; i++) {
                measure("d", 10 + i, now.plusMillis(i));
            }
            RunningServer.await(
                    "the pause", () -> look(id).path("status").asString().equals("paused"));
            assertThat(look(id).path("statusReason").asString()).contains(MOST_WAITING + " notifications wait");
            assertThat(look(id).at("/notification/waiting").asInt()).isEqualTo(MOST_WAITING);
            receiver.answer(200);
            machine.send("PATCH", SUBSCRIPTIONS + "/" + id, Map.of("isActive", true))
                    .expect(204);
            RunningServer.await(
                    "those that waited", () -> receiver.values("pm25").size() == MOST_WAITING);
            assertThat(receiver.values("pm25"))
                    .containsExactlyElementsOf(IntStream.range(10, 10 + MOST_WAITING)
                            .mapToObj(i -> (double) i)
                            .toList());
        }
    }

    @Test
    void throttlingTellsTheNewestState() {
        try (Receiver receiver = Receiver.start()) {
            make("e");
            subscribe(subscription(
                    receiver, Map.of("throttling", 2, "entities", only("e").get("entities"))));
            Instant now = Instant.now();
            measure("e", 10, now);
            RunningServer.await("the first", () -> receiver.values("pm25").size() == 1);
            for (int i = 1; i <= 5; i++) {
                measure("e", 10 + i, now.plusMillis(i));
            }
            RunningServer.await("the newest", () -> receiver.values("pm25").contains(15.0));
            assertThat(receiver.values("pm25")).hasSizeLessThanOrEqualTo(3).endsWith(15.0);
        }
    }
}

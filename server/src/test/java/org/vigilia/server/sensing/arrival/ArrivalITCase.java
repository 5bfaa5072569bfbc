package org.vigilia.server.sensing.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.MachineClient;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** What people bring in, through the interface, with a real PostgreSQL. */
class ArrivalITCase {

    private static final String LETTERS = "/api/v1/sensing/dead-letters";

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static String city;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        city = server.administrator()
                .get("/api/v1/session")
                .json()
                .path("person")
                .path("agency")
                .path("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static FactStore store() {
        return server.bean(FactStore.class);
    }

    private static void stream(long id, String device, String agency, Quantity quantity) {
        store().datastreams()
                .put(
                        String.valueOf(id),
                        new DatastreamCard(
                                new DatastreamId(id),
                                new AgencyId(agency),
                                device,
                                device,
                                quantity.channel(),
                                SensorKind.GENERIC,
                                quantity,
                                quantity.unit(),
                                null,
                                0,
                                quantity.min(),
                                quantity.max(),
                                0,
                                List.of(),
                                true));
        RunningServer.await(
                "the server to know the datastream",
                () -> server.bean(Arrivals.class).knows(id));
    }

    private static long stored(long stream) {
        return server.bean(JdbcClient.class)
                .sql("select count(*) from facts.observation where datastream = ?")
                .param(stream)
                .query(Long.class)
                .single();
    }

    private static void letter(@Nullable String agency, String topic, String reason, String payload) {
        store().deadLetters()
                .add(List.of(new DeadLetter(
                        Instant.now(),
                        "mqtt",
                        topic,
                        null,
                        agency == null ? null : new AgencyId(agency),
                        reason,
                        payload.getBytes(StandardCharsets.UTF_8),
                        true)));
    }

    private static List<JsonNode> items(Browser by, String query) {
        return StreamSupport.stream(
                        by.get(LETTERS + query).expect(200).json().path("items").spliterator(), false)
                .toList();
    }

    @Test
    void aPastedPayloadIsGuessed() {
        JsonNode guess = server.administrator()
                .post(
                        "/api/v1/sensing/guess",
                        Map.of(
                                "payload",
                                "{\"time\":\"2026-11-25T10:00:00Z\",\"PM2.5\":12.5,\"env\":{\"temp\":7},\"x\":\"on\"}"))
                .expect(200)
                .json();
        assertThat(guess.path("mapping").asString()).isEqualTo("json");
        assertThat(guess.path("time").asString()).isEqualTo("2026-11-25T10:00:00Z");
        assertThat(guess.path("channels").get(0).path("quantity").asString()).isEqualTo("PM25");
        assertThat(guess.path("channels").get(1).path("channel").asString()).isEqualTo("env.temp");
        assertThat(guess.path("channels").get(1).path("quantity").asString()).isEqualTo("TEMPERATURE");
        assertThat(guess.path("channels").get(2).path("numeric").asBoolean()).isFalse();
        assertThat(guess.path("problem").isNull()).isTrue();
        JsonNode bad = server.administrator()
                .post("/api/v1/sensing/guess", Map.of("payload", "12 apples"))
                .expect(200)
                .json();
        assertThat(bad.path("problem").asString()).startsWith("This cannot be read: this is not JSON");
        server.person("OPERATOR")
                .post("/api/v1/sensing/guess", Map.of("payload", "{}"))
                .expect(403);
    }

    @Test
    void aFileIsLookedAtAndItsGoodLinesAreStored() {
        stream(101, "csv-air", city, Quantity.PM25);
        MachineClient machine = server.machine("WRITE_OBSERVATIONS");
        String file =
                "time;device;pm25\n2026-11-01T10:00:00Z;csv-air;12,5\n2026-11-01 10:01;csv-air;13\nsoon;csv-air;1\n"
                        + "2026-11-01T10:02:00Z;nowhere;1\n2026-11-01T10:03:00Z;csv-air;much\n2026-11-01T10:04:00Z;csv-air;NaN\n";
        Browser.Answer answer = machine.send("POST", "/api/v1/sensing/csv/preview", file, "text/csv");
        JsonNode preview = answer.expect(200).json();
        assertThat(preview.path("layout").asString()).isEqualTo("wide");
        assertThat(preview.path("lines").asInt()).isEqualTo(6);
        assertThat(preview.path("good").asInt()).isEqualTo(2);
        assertThat(StreamSupport.stream(preview.path("rejected").spliterator(), false)
                        .map(r ->
                                r.path("line").asInt() + ": " + r.path("reason").asString()))
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("4: the time 'soon' is not ISO 8601"),
                        b -> assertThat(b).startsWith("5: there is no device 'nowhere'"),
                        c -> assertThat(c).startsWith("6: 'much' is not a number"),
                        d -> assertThat(d).startsWith("7: 'NaN' is not a finite number"));
        assertThat(stored(101)).isZero();
        String path = "/api/v1/sensing/csv/" + preview.path("upload").asString();
        String job = machine.post(path + "/import", null)
                .expect(202)
                .json()
                .path("id")
                .asString();
        RunningServer.await(
                "the import to end",
                () -> machine.get("/api/v1/sensing/csv/jobs/" + job)
                        .json()
                        .path("state")
                        .asString()
                        .equals("DONE"));
        assertThat(machine.get("/api/v1/sensing/csv/jobs/" + job)
                        .json()
                        .path("message")
                        .asString())
                .isEqualTo("2 stored, 0 there already, 4 refused");
        assertThat(stored(101)).isEqualTo(2);
        machine.post(path + "/import", null).expect(404);
    }

    @Test
    void anotherAgencysFilesAndDatastreamsAreOutOfReach() {
        String roads = server.agency("Roads");
        stream(102, "roads-1", roads, Quantity.FLOW);
        MachineClient own = server.machine("WRITE_OBSERVATIONS");
        JsonNode preview = own.send(
                        "POST",
                        "/api/v1/sensing/csv/preview",
                        "time,datastream,value\n2026-11-01T10:00:00Z,102,5\n",
                        "text/csv")
                .expect(200)
                .json();
        assertThat(preview.path("good").asInt()).isZero();
        assertThat(preview.path("rejected").get(0).path("reason").asString()).contains("it is not of its agency");
        MachineClient theirs = server.machine(server.person("ADMINISTRATOR", roads), "WRITE_OBSERVATIONS");
        theirs.post("/api/v1/sensing/csv/" + preview.path("upload").asString() + "/import", null)
                .expect(404);
    }

    @Test
    void aFileWithoutColumnsIsRefusedWithAReason() {
        MachineClient machine = server.machine("WRITE_OBSERVATIONS");
        assertThat(machine.send("POST", "/api/v1/sensing/csv/preview", "1,2,3\n", "text/csv")
                        .expect(400)
                        .json()
                        .path("detail")
                        .asString())
                .contains("names no column 'time'");
        server.machine("SEE_SENSORS")
                .send("POST", "/api/v1/sensing/csv/preview", "time\n", "text/csv")
                .expect(403);
    }

    @Test
    void aRefusedMessageIsTriedAgainWhenItsDeviceIsThere() {
        Browser admin = server.administrator();
        String topic = "vigilia/newcomer/observations";
        letter(city, topic, "there is no device 'newcomer'", "{\"time\":\"2026-11-25T08:00:00Z\",\"pm25\":9}");
        long id = items(admin, "?search=newcomer").get(0).path("id").asLong();
        JsonNode refused = admin.post(LETTERS + "/retry", Map.of("ids", List.of(id)))
                .expect(200)
                .json();
        assertThat(refused.path("stored").asInt()).isZero();
        assertThat(refused.path("refused").get(0).path("reason").asString()).contains("there is no device");
        stream(103, "newcomer", city, Quantity.PM25);
        assertThat(admin.post(LETTERS + "/retry", Map.of("search", "newcomer"))
                        .expect(200)
                        .json()
                        .path("stored")
                        .asInt())
                .isEqualTo(1);
        assertThat(stored(103)).isEqualTo(1);
        assertThat(items(admin, "?search=newcomer")).isEmpty();
        assertThat(items(admin, "?search=newcomer&settled=true")
                        .get(0)
                        .path("settledAs")
                        .asString())
                .isEqualTo("RETRIED");
    }

    @Test
    void whatIsDiscardedComesBackAndOthersDoNotSeeIt() {
        Browser admin = server.administrator();
        String parks = server.agency("Parks");
        Browser theirs = server.person("ADMINISTRATOR", parks);
        letter(parks, "vigilia/tree/observations", "broken leaf", "{");
        letter(null, "vigilia/stranger/observations", "nobody knows it", "{");
        assertThat(items(admin, "?search=broken+leaf")).isEmpty();
        assertThat(items(admin, "?search=nobody+knows")).hasSize(1);
        assertThat(items(theirs, "?search=nobody+knows")).isEmpty();
        long id = items(theirs, "?search=broken+leaf").get(0).path("id").asLong();
        assertThat(admin.post(LETTERS + "/discard", Map.of("ids", List.of(id)))
                        .expect(200)
                        .json()
                        .path("discarded")
                        .asInt())
                .isZero();
        assertThat(theirs.post(LETTERS + "/discard", Map.of("ids", List.of(id)))
                        .expect(200)
                        .json()
                        .path("discarded")
                        .asInt())
                .isEqualTo(1);
        assertThat(items(theirs, "?search=broken+leaf")).isEmpty();
        theirs.post(LETTERS + "/restore", Map.of("ids", List.of(id))).expect(200);
        assertThat(items(theirs, "?search=broken+leaf")).hasSize(1);
        theirs.post(LETTERS + "/discard", Map.of()).expect(400);
        server.person("OPERATOR", parks)
                .post(LETTERS + "/discard", Map.of("ids", List.of(id)))
                .expect(403);
    }
}

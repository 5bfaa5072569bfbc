package org.vigilia.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.proof.pack.Report;
import org.vigilia.proof.pack.Verifier;
import org.vigilia.proof.stamp.Authorities;
import org.vigilia.proof.stamp.Question;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Time stamps from an authority outside: got, waited for, refused. */
class TimeStampITCase extends EvidenceCity {
    private static final FakeAuthority HONEST = new FakeAuthority("Clock Tower");
    private static final FakeAuthority STRANGER = new FakeAuthority("Somebody");

    /** How the authority behaves. */
    private enum Mood {
        GOOD,
        AWAY,
        STALE,
        STRANGE
    }

    private volatile Mood mood = Mood.GOOD;
    private volatile String asked = "";

    @SuppressWarnings("NullAway.Init")
    private HttpServer authority;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @Override
    Map<String, String> settings() throws IOException {
        root = HONEST.writeRoot(folder.resolve("root.pem"));
        authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.createContext("/tsa", this::answer);
        authority.start();
        return Map.of(
                "evidence.time-stamp.url",
                "http://127.0.0.1:" + authority.getAddress().getPort() + "/tsa",
                "evidence.time-stamp.ca",
                root.toString(),
                "evidence.time-stamp.timeout",
                "5s");
    }

    @AfterAll
    void close() {
        authority.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] question = exchange.getRequestBody().readAllBytes();
            asked = exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type");
            if (mood == Mood.AWAY) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = switch (mood) {
                case STALE -> HONEST.answer(Question.about("something else").bytes(), Instant.now());
                case STRANGE -> STRANGER.answer(question, Instant.now());
                default -> HONEST.answer(question, Instant.now());
            };
            exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static JsonNode exhibit(String id) {
        return detective.get("/api/v1/evidence/exhibits/" + id).expect(200).json();
    }

    private static void awaitStamp(String id, String state, String failure) {
        RunningServer.await("time stamp " + state + " " + failure, () -> {
            JsonNode stamp = exhibit(id).path("timeStamp");
            return stamp.path("state").asString("").equals(state)
                    && stamp.path("failure").asString("").contains(failure);
        });
    }

    /** The next try would be in some minutes. */
    private static void hurry() {
        server.bean(JdbcClient.class)
                .sql("update time_stamp set next_at = now() where state = 'WAITING'")
                .update();
    }

    private static double waiting() {
        return server.bean(MeterRegistry.class)
                .get("vigilia.evidence.timestamps.waiting")
                .gauge()
                .value();
    }

    private static String told(byte[] vgx, Authorities believed) throws IOException {
        Report report = Verifier.verify(new ByteArrayInputStream(vgx), null, null, believed);
        return String.join("\n", report.lines());
    }

    private static byte[] pack(String about) {
        return detective
                .get("/api/v1/evidence/cases/" + about + "/package?why=court")
                .expect(200)
                .bytes();
    }

    @Test
    void aSealedExhibitGetsATimeStampThatItsPackageProves() throws IOException {
        mood = Mood.GOOD;
        String about = openCase("The broken window");
        String id = clip(about, START, START.plusSeconds(2)).path("id").asString();
        awaitStamp(id, "CONFIRMED", "");
        assertThat(asked).isEqualTo("POST application/timestamp-query");
        JsonNode stamp = exhibit(id).path("timeStamp");
        assertThat(stamp.path("authority").asString()).isEqualTo("Clock Tower (Time Office)");
        assertThat(Duration.between(Instant.parse(stamp.path("at").asString()), Instant.now()))
                .isLessThan(Duration.ofMinutes(2));
        JsonNode story = detective
                .get("/api/v1/evidence/exhibits/" + id + "/custody")
                .expect(200)
                .json();
        assertThat(story.path("holds").asBoolean()).isTrue();
        assertThat(story.findValuesAsString("what")).containsExactly("asked for", "sealed", "time-stamped");
        assertThat(story.at("/items/2/detail").asString())
                .isEqualTo("Clock Tower (Time Office) confirms that the seal existed at "
                        + stamp.path("at").asString() + " (UTC)");
        assertThat(told(pack(about), Authorities.read(root)))
                .contains("Clock Tower (Time Office) confirms that this seal existed at "
                        + stamp.path("at").asString())
                .contains("is from the authorities you gave")
                .endsWith("\nVERIFIED");
        assertThat(told(pack(about), Authorities.read(STRANGER.writeRoot(folder.resolve("stranger.pem")))))
                .endsWith("\nNOT VERIFIED");
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/verify")
                        .expect(200)
                        .json()
                        .path("verified")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whileTheAuthorityIsAwaySealingGoesOnAndTheTimeStampComesLater() throws IOException {
        mood = Mood.AWAY;
        String about = openCase("At night");
        JsonNode made = clip(about, START, START.plusSeconds(1));
        assertThat(made.path("state").asString()).isEqualTo("READY");
        String id = made.path("id").asString();
        awaitStamp(id, "WAITING", "HTTP 503");
        RunningServer.await("the metric", () -> waiting() >= 1);
        String before = told(pack(about), Authorities.read(root));
        assertThat(before).contains("it has no time stamp").endsWith("\nVERIFIED");
        mood = Mood.GOOD;
        hurry();
        awaitStamp(id, "CONFIRMED", "");
        RunningServer.await("the metric", () -> waiting() == 0);
        assertThat(told(pack(about), Authorities.read(root)))
                .contains("is from the authorities you gave")
                .endsWith("\nVERIFIED");
    }

    @Test
    void aWrongAnswerIsRefusedAndAskedForAgain() throws IOException {
        mood = Mood.STALE;
        String about = openCase("Forged");
        String id = clip(about, START, START.plusSeconds(1)).path("id").asString();
        awaitStamp(id, "WAITING", "the answer was refused: the answer is to another question");
        mood = Mood.STRANGE;
        hurry();
        awaitStamp(id, "WAITING", "the certificate of Somebody (Time Office) is from none of the trusted authorities");
        assertThat(told(pack(about), Authorities.read(root))).contains("it has no time stamp");
        mood = Mood.GOOD;
        hurry();
        awaitStamp(id, "CONFIRMED", "");
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/custody")
                        .expect(200)
                        .json()
                        .findValuesAsString("what"))
                .containsOnlyOnce("time-stamped");
    }

    @Test
    void afterAWeekItIsGivenUp() {
        mood = Mood.AWAY;
        String id =
                clip(openCase("Old"), START, START.plusSeconds(1)).path("id").asString();
        awaitStamp(id, "WAITING", "HTTP 503");
        server.bean(JdbcClient.class)
                .sql("update exhibit set created_at = now() - interval '8 days' where id = ?")
                .param(id)
                .update();
        awaitStamp(id, "GIVEN_UP", "HTTP 503");
    }

    @Test
    void pausesGrowToAnHour() {
        assertThat(TimeStamps.pause(0)).isEqualTo(Duration.ofSeconds(15));
        assertThat(TimeStamps.pause(3)).isEqualTo(Duration.ofMinutes(2));
        assertThat(TimeStamps.pause(8)).isEqualTo(Duration.ofHours(1));
        assertThat(TimeStamps.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
    }
}

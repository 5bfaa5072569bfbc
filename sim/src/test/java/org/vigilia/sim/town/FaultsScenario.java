package org.vigilia.sim.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * While the demo runs, processes are killed and cameras misbehave; the rest goes on and everything comes back. At the end
 * every second of every camera is accounted for.
 */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsScenario {

    /** The server takes most of it: a good dozen seconds on two cores, with the rest of the town beside it. */
    private static final Duration BACK = Duration.ofSeconds(25);

    private static final Duration TOLD = Duration.ofSeconds(20);
    private static final Duration SETTLED = Duration.ofSeconds(90);
    private static final List<String> PROCESSES = List.of("postgres", "media", "server", "stream", "vision");

    @TempDir
    private static Path folder;

    @org.jspecify.annotations.Nullable
    private static DemoTown demo;

    @BeforeAll
    static void startTheTown() throws Exception {
        demo = DemoTown.start(folder, 2);
        town().await("all cameras give pictures and are analysed", SETTLED, FaultsScenario::allIsWell);
    }

    @AfterAll
    static void stopTheTown() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vision", "stream", "server", "postgres", "media"})
    void aKilledProcessIsBackWhileTheOthersGoOn(String victim) throws Exception {
        Map<String, Long> before = pids();
        int alertsBefore = town().get("/alerts?limit=1").path("total").asInt();

        ProcessHandle.of(before.getOrDefault(victim, 0L)).orElseThrow().destroyForcibly();

        town().await(victim + " is up again", BACK, () -> {
            JsonNode process = town().processNamed(victim);
            return process.path("pid").asLong() != before.getOrDefault(victim, 0L)
                    && process.path("status").asString().equals("UP");
        });
        town().await("pictures and analysis are back", SETTLED, FaultsScenario::allIsWell);
        Map<String, Long> after = pids();
        for (String other : PROCESSES) {
            if (!other.equals(victim)) {
                assertThat(after.get(other)).as("%s was restarted too", other).isEqualTo(before.get(other));
            }
        }
        assertThat(town().get("/alerts?limit=1").path("total").asInt())
                .as("alerts are not lost")
                .isGreaterThanOrEqualTo(alertsBefore);
    }

    @ParameterizedTest
    @CsvSource({"drop,OFFLINE", "stall,STALLED", "unauthorised,UNAUTHORISED", "garbage,UNREADABLE"})
    void aCameraInTroubleIsToldAndRecoversWithoutHands(String fault, String condition) throws Exception {
        JsonNode camera = town().get("/cameras").path("items").get(0);
        String id = camera.path("id").asString();
        String stream = camera.path("streams").path("mainUrl").asString().replaceFirst(".*/", "");

        town().fault(stream, fault);

        town().await(
                        "the camera is told as " + condition,
                        TOLD,
                        () -> connection(id).path("condition").asString().equals(condition));
        assertThat(connection(id).path("detail").asString()).isNotBlank();
        town().fault(stream, "none");
        town().await(
                        "the camera is well again",
                        Duration.ofSeconds(45),
                        () -> connection(id).path("condition").asString().equals("GOOD"));
    }

    @Test
    void anotherResolutionIsTakenWithoutABreak() throws Exception {
        JsonNode camera = town().get("/cameras").path("items").get(0);
        String id = camera.path("id").asString();
        String stream = camera.path("streams").path("mainUrl").asString().replaceFirst(".*/", "");
        int width = town().get("/cameras/" + id).path("rates").path("widthPx").asInt();

        town().fault(stream, "resolution");

        town().await("the new size is known", TOLD, () -> {
            int now = town().get("/cameras/" + id).path("rates").path("widthPx").asInt();
            return now > 0 && now != width;
        });
        assertThat(connection(id).path("condition").asString()).isEqualTo("GOOD");
        town().fault(stream, "none");
        town().await("pictures and analysis are back", SETTLED, FaultsScenario::allIsWell);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everySecondIsRecordedOrAccountedForAfterwards() throws Exception {
        // what the faults lost is on the cameras' cards
        town().await("gaps filled from a card", Duration.ofMinutes(4), FaultsScenario::aCardGaveAll);
        DemoTown.Said audit = town().command("footage", "audit");

        assertThat(audit.status()).as(audit.text()).isZero();
        assertThat(audit.text()).contains("every second accounted for");
    }

    private static boolean aCardGaveAll() throws IOException, InterruptedException {
        JsonNode status = town().get("/footage/status");
        assertThat(status.path("cameras").findValuesAsString("state")).contains("FETCHED");
        return true;
    }

    private static DemoTown town() {
        return java.util.Objects.requireNonNull(demo);
    }

    private static JsonNode connection(String camera) throws IOException, InterruptedException {
        return town().get("/cameras/" + camera).path("health").path("connection");
    }

    /** True, or an error that says what is not well. */
    private static boolean allIsWell() throws IOException, InterruptedException {
        for (String process : PROCESSES) {
            JsonNode told = town().processNamed(process);
            assertThat(told.path("status").asString()).as("%s", told).isEqualTo("UP");
        }
        for (JsonNode camera : town().get("/cameras").path("items")) {
            JsonNode connection = camera.path("health").path("connection");
            assertThat(connection.path("condition").asString())
                    .as("%s", camera.path("health"))
                    .isEqualTo("GOOD");
            assertThat(camera.path("rates").path("achievedFps").asDouble())
                    .as("%s", camera.path("rates"))
                    .isPositive();
        }
        return true;
    }

    private static Map<String, Long> pids() throws IOException, InterruptedException {
        Map<String, Long> pids = new HashMap<>();
        for (String process : PROCESSES) {
            pids.put(process, town().processNamed(process).path("pid").asLong());
        }
        return pids;
    }
}

package org.vigilia.sim.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A town's sensors with all its rules on: a week of ordinary days raises nothing, and when a bin begins to smell there is
 * one alert within a minute that names the bin and the two cameras nearest to it.
 *
 * <p>The week is sent over MQTT as fast as it is taken, with its own times; facts that old raise nothing live, so the
 * rules are then tried on them, by the same judges. The eighth day back has a storm, to see that trying finds something.
 */
@Timeout(1200)
class OdourScenario {

    private static final int HISTORY_HOURS = 8 * 24;
    /** Every reading of the past makes a minute's roll-up of its own, which the stream job must write before it goes on. */
    private static final int HISTORY_SECONDS = 3600;

    private static final Duration SENT = Duration.ofMinutes(6);
    private static final Duration SEEN = Duration.ofMinutes(5);
    private static final Duration TRIED = Duration.ofMinutes(3);
    private static final Duration NOTICED = Duration.ofSeconds(60);
    private static final Duration AFTERWARDS = Duration.ofSeconds(75);
    /** A bin tells once a minute, so that by then the city knows that one is overdue; rules are tried meanwhile. */
    private static final int WARNING_SECONDS = 75;
    /** Metres east and north of the town's centre. */
    private static final int[][] CAMERAS = {
        {-700, 0}, {-420, 420}, {-120, 180}, {40, -60}, {320, 300}, {640, 540}, {820, 60}
    };

    @TempDir
    private Path folder;

    @Test
    void aSmellIsOneAlertWithItsBinAndTheTwoNearestCamerasAndAQuietWeekIsQuiet() throws Exception {
        List<String> settings = List.of(
                "sim.sensors=quiet",
                "sim.sensors.history.hours=" + HISTORY_HOURS,
                "sim.sensors.history.seconds=" + HISTORY_SECONDS);
        try (DemoTown town = DemoTown.startRendered(folder, 0, settings)) {
            Map<String, double[]> cameras = hangCameras(town);
            town.await(
                    "the week is sent and acknowledged",
                    SENT,
                    () -> town.sensors().path("historySent").asBoolean());
            town.await("the stream job has seen all of it", SEEN, () -> {
                assertThat(town.streamBehind()).as("seconds behind").isLessThan(2);
                return true;
            });
            assertThat(town.get("/alerts?limit=1").path("total").asInt()).isZero();
            Instant now = Instant.now();
            JsonNode smell = town.happen("odour", WARNING_SECONDS);

            JsonNode rules = town.get("/rules?camera=false").path("items");
            assertThat(rules.size()).as("%s", rules).isGreaterThanOrEqualTo(12);
            for (JsonNode rule : rules) {
                JsonNode quiet = tried(town, rule, now.minus(Duration.ofDays(7)).plus(Duration.ofHours(2)), now);
                assertThat(quiet.path("firingsTotal").asInt())
                        .as("%s in a quiet week: %s", rule.path("name").asString(), quiet)
                        .isZero();
                assertThat(quiet.path("facts").asLong())
                        .as("facts that %s was tried on", rule.path("name").asString())
                        .isPositive();
            }
            JsonNode stormy =
                    tried(town, named(rules, "Storm"), now.minus(Duration.ofDays(8)), now.minus(Duration.ofDays(7)));
            assertThat(stormy.path("firingsTotal").asInt()).as("%s", stormy).isEqualTo(1);

            Instant begins = Instant.parse(smell.path("from").asString());
            Duration left = Duration.between(Instant.now(), begins.plus(NOTICED));
            town.await(
                    "the smell is told within a minute",
                    left.isNegative() ? Duration.ofSeconds(1) : left,
                    () -> town.get("/alerts?limit=1").path("total").asInt() > 0);

            check(town, smell, cameras);
            Instant later = Instant.now().plus(AFTERWARDS);
            town.await("some time is over", AFTERWARDS.plusSeconds(10), () -> {
                assertThat(town.get("/alerts?limit=1").path("total").asInt()).isEqualTo(1);
                return Instant.now().isAfter(later);
            });
        }
    }

    private static void check(DemoTown town, JsonNode smell, Map<String, double[]> cameras)
            throws IOException, InterruptedException {
        JsonNode alerts = town.get("/alerts?limit=10");
        assertThat(alerts.path("total").asInt()).as("%s", alerts).isEqualTo(1);
        JsonNode alert = alerts.path("items").get(0);
        assertThat(alert.path("kind").asString()).isEqualTo("COMBINATION");
        Instant begins = Instant.parse(smell.path("from").asString());
        assertThat(Instant.parse(alert.path("raisedAt").asString()))
                .as("when %s was raised", alert)
                .isBetween(begins, begins.plus(NOTICED));
        JsonNode estimate = alert.path("city").path("estimate");
        JsonNode bin = town.get("/sensing/devices/" + smell.path("device").asString());
        long fill = -1;
        for (JsonNode channel : bin.path("channels")) {
            if (channel.path("channel").asString().equals("fill")) {
                fill = channel.path("datastream").asLong();
            }
        }
        assertThat(estimate.path("datastreams").path(0).asLong())
                .as("the most probable source of %s, which comes from %s", alert, bin)
                .isEqualTo(fill);
        double latitude = bin.path("location").path("latitude").asDouble();
        double longitude = bin.path("location").path("longitude").asDouble();
        List<String> nearest = cameras.entrySet().stream()
                .sorted(Comparator.comparingDouble(camera -> Math.hypot(
                        camera.getValue()[0] - latitude,
                        (camera.getValue()[1] - longitude) * Math.cos(Math.toRadians(latitude)))))
                .limit(2)
                .map(Map.Entry::getKey)
                .toList();
        List<String> told = new ArrayList<>();
        estimate.path("cameras")
                .forEach(camera -> told.add(
                        camera.isString()
                                ? camera.asString()
                                : camera.path("id").asString()));
        assertThat(told).as("%s", estimate).isEqualTo(nearest);
    }

    private static JsonNode tried(DemoTown town, JsonNode view, Instant from, Instant to)
            throws IOException, InterruptedException {
        Map<String, Object> body = Map.of("rule", view.path("rule"), "from", from.toString(), "to", to.toString());
        String id = town.post("/rules/backtest", body).path("id").asString();
        town.await(
                view.path("name").asString() + " is tried",
                TRIED,
                () -> !town.get("/rules/backtests/" + id)
                        .path("state")
                        .asString()
                        .equals("RUNNING"));
        JsonNode result = town.get("/rules/backtests/" + id);
        assertThat(result.path("state").asString()).as("%s", result).isEqualTo("DONE");
        assertThat(result.path("cut").asString("")).as("%s", result).isEmpty();
        return result;
    }

    private static JsonNode named(JsonNode rules, String name) {
        for (JsonNode rule : rules) {
            if (rule.path("name").asString().equals(name)) {
                return rule;
            }
        }
        throw new AssertionError("no rule '" + name + "' in " + rules);
    }

    /** Cameras that need no pictures here: what counts is where they hang. */
    private static Map<String, double[]> hangCameras(DemoTown town) throws IOException, InterruptedException {
        Map<String, double[]> cameras = new LinkedHashMap<>();
        for (int[] spot : CAMERAS) {
            double[] position = TownMap.position(spot[0], spot[1]);
            Map<String, Object> camera = new LinkedHashMap<>();
            camera.put("name", "Camera at " + spot[0] + ", " + spot[1]);
            camera.put("location", Map.of("latitude", position[1], "longitude", position[0]));
            camera.put("streams", Map.of("mainUrl", "rtsp://127.0.0.1:9/none"));
            camera.put("analysis", Map.of("enabled", false, "fps", 5, "model", "camera"));
            cameras.put(town.post("/cameras", camera).path("id").asString(), new double[] {position[1], position[0]});
        }
        return cameras;
    }
}

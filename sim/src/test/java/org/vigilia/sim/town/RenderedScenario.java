package org.vigilia.sim.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The rendered town needs neither footage nor a network: its one-way street is analysed by the camera itself, and the
 * truth is known.
 */
@Timeout(300)
class RenderedScenario {

    private static final Duration DRIVE = Duration.ofSeconds(75);

    @TempDir
    private Path folder;

    @Test
    void raisesOneWrongWayAlertForTheOneCarThatComesTowardsTheCamera() throws Exception {
        try (DemoTown town = DemoTown.startRendered(folder, 1)) {
            assertThat(town.get("/cameras")
                            .path("items")
                            .get(0)
                            .path("analysis")
                            .path("model")
                            .asString())
                    .isEqualTo("camera");
            town.await("the wrong-way drive is told and over", DRIVE, () -> {
                JsonNode alerts = wrongWay(town);
                return alerts.path("total").asInt() > 0
                        && !alerts.path("items")
                                .get(0)
                                .path("endedAt")
                                .asString("")
                                .isEmpty();
            });

            JsonNode alerts = wrongWay(town);
            assertThat(alerts.path("total").asInt()).isEqualTo(1);
            JsonNode alert = alerts.path("items").get(0);
            assertThat(alert.path("repeats").asInt()).isZero();
            assertThat(alert.path("tracks").size()).isEqualTo(1);
            assertThat(alert.path("message").asString()).startsWith("Car drives the wrong way");
            JsonNode path = alert.path("path");
            assertThat(path.get(path.size() - 1).get(1).asDouble())
                    .as("down the picture, towards the camera: %s", path)
                    .isGreaterThan(path.get(0).get(1).asDouble());
            assertThat(alert.path("pictureId").asString("")).as("the snapshot").isNotEmpty();
        }
    }

    private static JsonNode wrongWay(DemoTown town) throws IOException, InterruptedException {
        return town.get("/alerts?kind=WRONG_WAY");
    }
}

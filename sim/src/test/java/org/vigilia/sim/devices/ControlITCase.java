package org.vigilia.sim.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.DeviceFault;
import org.vigilia.sim.sensors.Devices;
import org.vigilia.sim.sensors.Faults;
import org.vigilia.sim.sensors.Happening;
import org.vigilia.sim.sensors.Script;
import org.vigilia.sim.sensors.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The town's sensors run against a pretend broker, and are made to fail over their control port. */
@Timeout(120)
class ControlITCase {

    private static final long SEED = 20261125;

    @TempDir
    private Path folder;

    private final PretendBroker broker = new PretendBroker();
    private final List<Device> devices = Devices.of(SEED);
    private final Faults faults = new Faults();
    private final World world = new World(SEED, new Script());
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    @SuppressWarnings("NullAway.Init")
    private Truth truth;

    @SuppressWarnings("NullAway.Init")
    private Network network;

    @SuppressWarnings("NullAway.Init")
    private LiveTown town;

    @SuppressWarnings("NullAway.Init")
    private Control control;

    @BeforeEach
    void start() throws IOException {
        Credentials credentials = new Credentials();
        credentials.put(Registration.GATEWAY, new Credentials.Account("gateway-user", "secret"));
        devices.forEach(device -> credentials.put(device.id(), new Credentials.Account(device.id(), "secret")));
        truth = new Truth(folder.resolve("truth.jsonl"));
        network = new Network(broker.address(), credentials, devices);
        town = new LiveTown(SEED, devices, world, faults, network, truth);
        control = new Control(0, town, network, faults, devices);
    }

    @AfterEach
    void end() throws IOException {
        control.close();
        network.close();
        truth.close();
        broker.close();
    }

    @Test
    void aDeviceIsMadeToFailAndIsWellAgain() throws Exception {
        assertThat(get("/devices").path("air-01").asString()).isEqualTo("none");

        assertThat(post("/devices/air-01/fault?kind=stuck").path("fault").asString())
                .isEqualTo("stuck");
        assertThat(get("/devices").path("air-01").asString()).isEqualTo("stuck");
        DeviceFault fault = faults.of("air-01", Instant.now());
        assertThat(fault).isNotNull();

        post("/devices/air-01/fault?kind=none");
        assertThat(get("/devices").path("air-01").asString()).isEqualTo("none");
        List<String> noted = Files.readAllLines(folder.resolve("truth.jsonl"));
        assertThat(noted).hasSize(1);
        assertThat(json.readTree(noted.get(0)).path("kind").asString()).isEqualTo("STUCK");
    }

    @Test
    void somethingHappensWhereTheWindBlowsAndTheTruthIsNoted() throws Exception {
        JsonNode told = post("/happenings?kind=odour&after=30");

        Happening happening = world.script().list().get(0);
        assertThat(told.path("device").asString()).isEqualTo(happening.device()).startsWith("bin-");
        assertThat(Duration.between(Instant.now(), happening.from()))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
        assertThat(json.readTree(Files.readString(folder.resolve("truth.jsonl"))))
                .isEqualTo(told);
    }

    @Test
    void wrongWordsAreRefusedWithAReason() throws Exception {
        assertThat(post("/devices/air-01/fault?kind=tired").path("error").asString())
                .contains("TIRED");
        assertThat(post("/devices/air-99/fault?kind=stuck").path("error").asString())
                .contains("air-99");
        assertThat(post("/devices/air-01/fault").path("error").asString()).contains("kind");
        assertThat(get("/nonsense").path("error").asString()).contains("GET /devices");
    }

    @Test
    void historyGoesThroughTheGatewayInTheOrderOfTimeAndAllOfIt() throws Exception {
        Instant from = Instant.now().minus(Duration.ofHours(3));

        town.history(from, Duration.ofMinutes(10));

        assertThat(get("/status").path("historySent").asBoolean()).isTrue();
        Map<String, Instant> newest = new HashMap<>();
        List<String> late = new ArrayList<>();
        int readings = 0;
        for (PretendBroker.Got got : broker.got()) {
            String device = got.topic().split("/")[2];
            assertThat(got.user()).isEqualTo("gateway-user");
            for (JsonNode reading : json.readTree(got.payload())) {
                Instant at = Instant.parse(reading.path("time").asString());
                if (!at.isAfter(newest.getOrDefault(device, Instant.EPOCH))) {
                    late.add(device);
                }
                newest.put(device, at);
                readings++;
            }
        }
        assertThat(newest.keySet()).hasSize(devices.size());
        assertThat(readings).isBetween(devices.size() * 17, devices.size() * 19);
        assertThat(late.size())
                .as("only duplicates and skewed clocks: %s", late)
                .isLessThan(10);
        assertThat(truth.faults()).isPositive();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(address(path)).build());
    }

    private JsonNode post(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(address(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + control.port() + path);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        return json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}

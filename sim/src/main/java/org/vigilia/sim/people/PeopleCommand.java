package org.vigilia.sim.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.sim.town.TownPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code sim people --server URL --plan town.json --rtsp-port N --first-administrator FILE --account FILE}: moves into
 * the town, watches it, and at the line {@code stop} on standard input says in one JSON line what was seen.
 *
 * <p>The first administrator's one-time password is used up and a new one written to {@code --account} (name and
 * password, one a line, readable by the owner only). All cameras are watched live all the time; the first two serious
 * alerts are opened as incidents, the rest is left to whoever looks at the demo.
 */
public final class PeopleCommand {

    private static final Logger LOG = LoggerFactory.getLogger(PeopleCommand.class);
    private static final int INCIDENTS = 2;
    private static final long TICK_MS = 250;
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Map<String, String> options;
    private final Api api;
    private final Clock clock = Clock.systemUTC();
    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Viewer> viewers = new ArrayList<>();
    private final NewsReader news;
    private final Map<Viewer, Boolean> settled = new HashMap<>();
    private long worstAgeMs;
    private int incidents;

    private PeopleCommand(Map<String, String> options) {
        this.options = options;
        this.api = new Api(options.getOrDefault("--server", "http://localhost:8080"));
        this.news = new NewsReader(api, clock);
    }

    /** The exit status: 0, or 1 when they could not move in. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        for (String needed : List.of("--server", "--plan", "--rtsp-port", "--first-administrator", "--account")) {
            if (!options.containsKey(needed)) {
                System.err.println("people: " + needed + " is missing");
                return 2;
            }
        }
        PeopleCommand people = new PeopleCommand(options);
        try {
            people.signIn();
            people.moveIn();
        } catch (Api.Refused e) {
            System.err.println("people: the server refused: " + e.getMessage());
            return 1;
        }
        people.live();
        return 0;
    }

    private void signIn() throws IOException, InterruptedException {
        String name = api.useFirstPassword(Path.of(option("--first-administrator")), Path.of(option("--account")));
        System.out.println("signed in as " + name);
    }

    private void moveIn() throws IOException, InterruptedException {
        TownPlan plan = json.readValue(Path.of(option("--plan")).toFile(), TownPlan.class);
        Map<String, String> places = new HashMap<>();
        for (TownPlan.Entry entry : plan.cameras()) {
            if (!places.containsKey(entry.place())) {
                JsonNode place = api.post(
                        "/places",
                        Map.of(
                                "name",
                                entry.place(),
                                "location",
                                Map.of("latitude", entry.latitude(), "longitude", entry.longitude())));
                places.put(entry.place(), place.path("id").asString());
            }
            JsonNode camera = api.post("/cameras", camera(entry, places.get(entry.place())));
            String id = camera.path("id").asString();
            if (entry.sceneFile() != null) {
                String scene = Files.readString(Path.of(entry.sceneFile()));
                api.put("/cameras/" + id + "/scene.yml", "text/yaml", scene);
            }
            useCard(id, address(entry) + "/card");
            viewers.add(new Viewer(api, id, clock));
            System.out.println("camera added: " + entry.name());
        }
        System.out.println("ready: " + viewers.size() + " cameras");
    }

    private String address(TownPlan.Entry entry) {
        return "rtsp://127.0.0.1:" + option("--rtsp-port") + "/" + entry.stream();
    }

    /** Gaps of a camera's recording are fetched from its own card from now on. */
    private void useCard(String camera, String address) throws IOException, InterruptedException {
        String path = "/footage/cameras/" + camera + "/policy";
        ObjectNode policy = (ObjectNode) api.get(path);
        policy.put("cardUrl", address);
        api.put(path, "application/json", policy.toString());
    }

    private Map<String, Object> camera(TownPlan.Entry entry, @Nullable String placeId) {
        String address = address(entry);
        Map<String, Object> streams = new LinkedHashMap<>();
        streams.put("mainUrl", address);
        if (entry.smallStream()) {
            streams.put("subUrl", address + "/sub");
        }
        streams.put("userName", entry.user());
        streams.put("password", entry.password());
        Map<String, Object> camera = new LinkedHashMap<>();
        camera.put("name", entry.name());
        camera.put("placeId", placeId);
        camera.put("location", Map.of("latitude", entry.latitude(), "longitude", entry.longitude()));
        camera.put("headingDegrees", entry.headingDegrees());
        camera.put("fieldOfViewDegrees", entry.fieldOfViewDegrees());
        camera.put("rangeM", entry.rangeM());
        camera.put("streams", streams);
        camera.put("analysis", Map.of("enabled", true, "fps", 5, "model", entry.model()));
        return camera;
    }

    private void live() throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Thread ear = new Thread(() -> awaitStop(stop), "stdin");
        ear.setDaemon(true);
        ear.start();
        do {
            news.listen();
            for (Viewer viewer : viewers) {
                viewer.watch();
                note(viewer);
            }
            for (JsonNode alert : news.takeRaised()) {
                work(alert);
            }
        } while (!stop.await(TICK_MS, TimeUnit.MILLISECONDS));
        tell();
    }

    /** The age counts from the moment a stream has caught up for the first time. */
    private void note(Viewer viewer) {
        Duration age = viewer.age();
        if (age == null) {
            return;
        }
        if (settled.getOrDefault(viewer, false)) {
            worstAgeMs = Math.max(worstAgeMs, age.toMillis());
        } else if (age.compareTo(SETTLED) < 0) {
            settled.put(viewer, true);
        }
    }

    private void work(JsonNode alert) throws IOException, InterruptedException {
        String severity = alert.path("severity").asString("");
        System.out.println("alert: " + alert.path("message").asString() + "  ["
                + alert.path("sourceName").asString("") + "]");
        if (incidents >= INCIDENTS || !(severity.equals("MAJOR") || severity.equals("CRITICAL"))) {
            return;
        }
        try {
            String id = alert.path("id").asString();
            api.post("/alerts/" + id + "/acknowledge", Map.of());
            JsonNode incident = api.post("/incidents", Map.of("alertIds", List.of(id)));
            incidents++;
            api.post(
                    "/incidents/" + incident.path("id").asString() + "/notes",
                    Map.of("text", "Seen on the live picture. Patrol asked to have a look."));
            System.out.println("incident opened: " + incident.path("title").asString());
        } catch (Api.Refused e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("could not work the alert");
        }
    }

    private void tell() throws IOException, InterruptedException {
        List<Long> latencies = news.latenciesMs();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("cameras", viewers.size());
        summary.put("alerts", api.get("/alerts?limit=1").path("total").asInt());
        summary.put("incidents", api.get("/incidents?limit=1").path("total").asInt());
        summary.put("worstPictureAgeMs", worstAgeMs);
        summary.put("pictures", viewers.stream().mapToLong(Viewer::units).sum());
        summary.put("alertsTimed", latencies.size());
        summary.put("alertLatencyP50Ms", quantile(latencies, 0.5));
        summary.put("alertLatencyP99Ms", quantile(latencies, 0.99));
        System.out.println(json.writeValueAsString(summary));
    }

    private static long quantile(List<Long> sorted, double q) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1L, Math.ceil(q * sorted.size()) - 1));
    }

    private static void awaitStop(CountDownLatch stop) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            LOG.atInfo().addKeyValue("line", line).log("told to stop");
        } catch (IOException e) {
            LOG.atInfo().log("parent gone");
        } finally {
            stop.countDown();
        }
    }

    /** Reads {@code key: value} lines. */
    private String option(String name) {
        return options.getOrDefault(name, "");
    }
}

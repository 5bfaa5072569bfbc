package org.vigilia.server.sensing.ngsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.MachineClient;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Entities of NGSI-LD through HTTP, with a real PostgreSQL. */
class EntityITCase {

    private static final String ENTITIES = "/ngsi-ld/v1/entities";
    private static final String CORE = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld";

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static MachineClient machine;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        machine = server.machine("SEE_SENSORS", "EDIT_SENSORS", "WRITE_OBSERVATIONS");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, Object> property(Object value) {
        return Map.of("type", "Property", "value", value);
    }

    private static Map<String, Object> measured(double value, String unitCode, Instant at) {
        return Map.of("type", "Property", "value", value, "unitCode", unitCode, "observedAt", at.toString());
    }

    private static Map<String, Object> place(double longitude, double latitude) {
        return Map.of(
                "type", "GeoProperty", "value", Map.of("type", "Point", "coordinates", List.of(longitude, latitude)));
    }

    private static JsonNode await(String id, String attribute, double value) {
        RunningServer.await(
                attribute + " of " + id + " to be " + value,
                () -> machine.get(ENTITIES + "/" + id)
                                .json()
                                .path(attribute)
                                .path("value")
                                .asDouble(Double.NaN)
                        == value);
        return machine.get(ENTITIES + "/" + id).expect(200).json();
    }

    private static List<String> ids(Browser.Answer answer) {
        return StreamSupport.stream(answer.expect(200).json().spliterator(), false)
                .map(e -> e.path("id").asString())
                .toList();
    }

    private static void refused(Browser.Answer answer, int status, String kind, String words) {
        JsonNode problem = answer.expect(status).json();
        assertThat(problem.path("type").asString()).isEqualTo("https://uri.etsi.org/ngsi-ld/errors/" + kind);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).contains(words);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void anEntityIsADeviceAndItsAttributesAreItsChannels() {
        String id = "urn:ngsi-ld:AirQualityObserved:air-1";
        Instant at = Instant.now().minusSeconds(30);
        Map<String, Object> entity = Map.of(
                "id", id,
                "type", "AirQualityObserved",
                "name", property("Market square"),
                "location", place(11.34, 44.49),
                "NO2", measured(41.5, "GQ", at),
                "co", measured(300, "GQ", at),
                "relativeHumidity", measured(0.55, "C62", at),
                "address", property(Map.of("addressLocality", "Bologna")));
        Browser.Answer made = machine.post(ENTITIES, entity).expect(201);
        assertThat(made.header("Location")).contains(ENTITIES + "/" + id);
        JsonNode read = await(id, "no2", 41.5);
        assertThat(read.path("no2").path("unitCode").asString()).isEqualTo("GQ");
        assertThat(Instant.parse(read.path("no2").path("observedAt").asString()).toEpochMilli())
                .isEqualTo(at.toEpochMilli());
        assertThat(read.path("no2").path("quality").path("value").asString()).isEqualTo("GOOD");
        assertThat(read.path("co").path("value").asDouble()).isEqualTo(0.3);
        assertThat(read.path("co").path("unitCode").asString()).isEqualTo("GP");
        assertThat(read.path("relativeHumidity").path("value").asDouble()).isEqualTo(0.55);
        assertThat(read.path("address").path("value").path("addressLocality").asString())
                .isEqualTo("Bologna");
        assertThat(read.path("location")
                        .path("value")
                        .path("coordinates")
                        .get(0)
                        .asDouble())
                .isEqualTo(11.34);
        JsonNode device = server.administrator()
                .get("/api/v1/sensing/devices/air-1")
                .expect(200)
                .json();
        assertThat(device.path("name").asString()).isEqualTo("Market square");
        assertThat(StreamSupport.stream(device.path("channels").spliterator(), false)
                        .filter(c -> c.path("channel").asString().equals("humidity"))
                        .map(c -> c.path("newest").path("value").asDouble()))
                .containsExactly(55.0);
        JsonNode plain = machine.get(ENTITIES + "/" + id + "?options=keyValues").json();
        assertThat(plain.path("no2").asDouble()).isEqualTo(41.5);
        assertThat(plain.path("name").asString()).isEqualTo("Market square");
        JsonNode times =
                machine.get(ENTITIES + "/" + id + "?options=sysAttrs&attrs=NO2").json();
        assertThat(times.path("createdAt").asString()).isNotEmpty();
        assertThat(times.has("no2")).isTrue();
        assertThat(times.has("co")).isFalse();
        refused(machine.post(ENTITIES, entity), 409, "AlreadyExists", "air-1");
        machine.send("DELETE", ENTITIES + "/" + id, null).expect(204);
        refused(machine.get(ENTITIES + "/" + id), 404, "ResourceNotFound", id);
        server.administrator().get("/api/v1/sensing/devices/air-1").expect(404);
    }

    @Test
    void changesAreStoredAndWhatIsRefusedIsTold() {
        String id = "urn:ngsi-ld:WasteContainer:bin-1";
        machine.post(ENTITIES, Map.of("id", id, "type", "WasteContainer", "fillingLevel", 0.4))
                .expect(201);
        await(id, "fillingLevel", 0.4);
        Instant at = Instant.now();
        machine.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("fillingLevel", measured(70, "P1", at)))
                .expect(204);
        JsonNode read = await(id, "fillingLevel", 0.7);
        assertThat(read.path("fillingLevel").path("unitCode").asString()).isEqualTo("C62");
        // the same again is one; another value of the same time contradicts it
        machine.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("fillingLevel", measured(70, "P1", at)))
                .expect(204);
        JsonNode refused = machine.send(
                        "PATCH",
                        ENTITIES + "/" + id + "/attrs",
                        Map.of("fillingLevel", measured(20, "P1", at), "temperature", 9))
                .expect(207)
                .json();
        assertThat(StreamSupport.stream(refused.path("notUpdated").spliterator(), false)
                        .map(n -> n.path("attributeName").asString()))
                .containsExactlyInAnyOrder("fillingLevel", "temperature");
        machine.post(ENTITIES + "/" + id + "/attrs", Map.of("temperature", measured(50, "FAH", Instant.now())))
                .expect(204);
        assertThat(await(id, "temperature", 10)
                        .path("fillingLevel")
                        .path("value")
                        .asDouble())
                .isEqualTo(0.7);
        machine.send("PATCH", ENTITIES + "/" + id + "/attrs/fillingLevel", Map.of("value", 0.9))
                .expect(204);
        await(id, "fillingLevel", 0.9);
        machine.post(ENTITIES + "/" + id + "/attrs", Map.of("location", place(11.3, 44.5), "source", "truck"))
                .expect(204);
        read = machine.get(ENTITIES + "/" + id).json();
        assertThat(read.path("source").path("value").asString()).isEqualTo("truck");
        assertThat(read.path("location")
                        .path("value")
                        .path("coordinates")
                        .get(1)
                        .asDouble())
                .isEqualTo(44.5);
        machine.send("DELETE", ENTITIES + "/" + id + "/attrs/source", null).expect(204);
        refused(machine.send("DELETE", ENTITIES + "/" + id + "/attrs/source", null), 404, "ResourceNotFound", "source");
        refused(
                machine.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("fillingLevel", measured(1, "KMH", at))),
                400,
                "BadRequestData",
                "KMH");
        refused(
                machine.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("fillingLevel", property("full"))),
                400,
                "BadRequestData",
                "must be a number");
    }

    @Test
    void entitiesAreFoundByWhatTheyAre() {
        Instant at = Instant.now();
        for (int i = 1; i <= 5; i++) {
            machine.post(
                            ENTITIES,
                            Map.of(
                                    "id",
                                    "urn:ngsi-ld:NoiseLevelObserved:mic-" + i,
                                    "type",
                                    "NoiseLevelObserved",
                                    "LAeq",
                                    measured(40 + i, "2N", at),
                                    "location",
                                    place(11 + i / 100.0, 44)))
                    .expect(201);
        }
        await("urn:ngsi-ld:NoiseLevelObserved:mic-5", "LAeq", 45);
        String noise = ENTITIES + "?type=NoiseLevelObserved";
        Browser.Answer page = machine.get(noise + "&limit=2&offset=2&count=true");
        assertThat(ids(page))
                .containsExactly("urn:ngsi-ld:NoiseLevelObserved:mic-3", "urn:ngsi-ld:NoiseLevelObserved:mic-4");
        assertThat(page.header("NGSILD-Results-Count")).contains("5");
        assertThat(page.response().headers().allValues("Link")).anyMatch(l -> l.contains("rel=\"next\""));
        assertThat(ids(machine.get(noise + "&q=LAeq%3E43.5"))).hasSize(2);
        assertThat(ids(machine.get(noise + "&q=(LAeq%3C42%7CLAeq%3E44);quality")))
                .isEmpty();
        assertThat(ids(machine.get(noise + "&q=LAeq%3C42%7CLAeq%3E44"))).hasSize(2);
        assertThat(ids(machine.get(noise + "&q=LAeq==42..44;LAeq!=43"))).hasSize(2);
        assertThat(ids(machine.get(ENTITIES + "?idPattern=mic-%5B12%5D$"))).hasSize(2);
        assertThat(ids(machine.get(noise + "&georel=near;maxDistance==1000&geometry=Point&coordinates=%5B11.02,44%5D")))
                .hasSize(3);
        assertThat(ids(machine.get(noise
                        + "&georel=within&geometry=Polygon&coordinates=%5B%5B%5B11,43%5D,%5B11.025,43%5D,%5B11.025,45%5D"
                        + ",%5B11,45%5D,%5B11,43%5D%5D%5D")))
                .hasSize(2);
        assertThat(machine.get("/ngsi-ld/v1/types")
                        .expect(200)
                        .json()
                        .path("typeList")
                        .toString())
                .contains("NoiseLevelObserved");
        assertThat(machine.get("/ngsi-ld/v1/types/NoiseLevelObserved")
                        .expect(200)
                        .json()
                        .path("entityCount")
                        .asInt())
                .isEqualTo(5);
        refused(machine.get(ENTITIES), 400, "BadRequestData", "Say which entities");
        refused(machine.get(ENTITIES + "?type=Lighthouse"), 400, "BadRequestData", "Lighthouse");
        refused(machine.get(noise + "&q=LAeq%3E"), 400, "BadRequestData", "character 6");
        refused(
                machine.get(noise + "&idPattern=(.*)(.*)(.*)(.*)(.*)%5B0-9%5Dx"),
                400,
                "BadRequestData",
                "too many steps");
        refused(machine.get(noise + "&limit=5000"), 400, "BadRequestData", "limit");
    }

    @Test
    void manyEntitiesAreStoredAtOnceAndBadOnesAreTold() {
        Instant at = Instant.now();
        List<Map<String, Object>> batch = List.of(
                Map.of(
                        "id",
                        "urn:ngsi-ld:TrafficFlowObserved:loop-1",
                        "type",
                        "TrafficFlowObserved",
                        "intensity",
                        property(600),
                        "occupancy",
                        measured(0.2, "C62", at)),
                Map.of(
                        "id", "urn:ngsi-ld:WeatherObserved:sky-1",
                        "type", "WeatherObserved",
                        "temperature", measured(293.15, "KEL", at)));
        JsonNode created = machine.post("/ngsi-ld/v1/entityOperations/upsert", batch)
                .expect(201)
                .json();
        assertThat(created).hasSize(2);
        await("urn:ngsi-ld:WeatherObserved:sky-1", "temperature", 20);
        machine.post(
                        "/ngsi-ld/v1/entityOperations/upsert",
                        List.of(Map.of(
                                "id", "urn:ngsi-ld:WeatherObserved:sky-1",
                                "type", "WeatherObserved",
                                "temperature", measured(21, "CEL", at.plusMillis(5)))))
                .expect(204);
        await("urn:ngsi-ld:WeatherObserved:sky-1", "temperature", 21);
        JsonNode mixed = machine.post(
                        "/ngsi-ld/v1/entityOperations/create",
                        List.of(
                                batch.get(0),
                                Map.of("id", "urn:ngsi-ld:WeatherObserved:sky-2", "type", "WeatherObserved"),
                                Map.of("id", "sky-3", "type", "WeatherObserved")))
                .expect(207)
                .json();
        assertThat(mixed.path("success").toString()).isEqualTo("[\"urn:ngsi-ld:WeatherObserved:sky-2\"]");
        assertThat(mixed.path("errors")).hasSize(2);
        assertThat(mixed.at("/errors/0/error/type").asString()).endsWith("AlreadyExists");
        JsonNode gone = machine.post(
                        "/ngsi-ld/v1/entityOperations/delete",
                        List.of("urn:ngsi-ld:WeatherObserved:sky-2", "urn:ngsi-ld:WeatherObserved:sky-9"))
                .expect(207)
                .json();
        assertThat(gone.path("success")).hasSize(1);
        assertThat(gone.at("/errors/0/error/status").asInt()).isEqualTo(404);
    }

    @Test
    void contextsAreKnownByAddressAndNeverFetched() {
        JsonNode context =
                server.browser().get("/ngsi-ld/context.jsonld").expect(200).json();
        assertThat(context.path("@context").path("pm25").asString()).startsWith("https://smartdatamodels.org/");
        Map<String, Object> entity = new java.util.HashMap<>(Map.of(
                "id",
                "urn:ngsi-ld:WeatherObserved:ctx-1",
                "type",
                "WeatherObserved",
                "windSpeed",
                3,
                "@context",
                CORE));
        refused(machine.post(ENTITIES, entity), 400, "BadRequestData", "application/ld+json");
        machine.send("POST", ENTITIES, entity, "application/ld+json").expect(201);
        entity.put("id", "urn:ngsi-ld:WeatherObserved:ctx-2");
        entity.put("@context", List.of("http://169.254.169.254/latest", CORE));
        refused(
                machine.send("POST", ENTITIES, entity, "application/ld+json"),
                503,
                "LdContextNotAvailable",
                "never fetches");
        String one = ENTITIES + "/urn:ngsi-ld:WeatherObserved:ctx-1";
        Browser admin = server.administrator();
        Browser.Answer linked = admin.send("GET", one, null, Map.of("Accept", "application/ld+json"));
        assertThat(linked.header("Content-Type")).contains("application/ld+json");
        assertThat(linked.json().path("@context").get(1).asString()).isEqualTo(CORE);
        assertThat(admin.get(one).header("Link").orElse("")).contains("/ngsi-ld/context.jsonld");
        admin.send("GET", one, null, Map.of("Accept", "text/html")).expect(406);
        machine.send("POST", ENTITIES, "<x/>", "text/xml").expect(415);
    }

    @Test
    void othersAndThoseWithoutTheRightAreRefused() {
        String id = "urn:ngsi-ld:AirQualityObserved:mine-1";
        Map<String, Object> entity = Map.of("id", id, "type", "AirQualityObserved", "pm10", 9);
        server.machine("SEE_SENSORS").post(ENTITIES, entity).expect(403);
        server.machine("EDIT_SENSORS").post(ENTITIES, entity).expect(403);
        machine.post(ENTITIES, entity).expect(201);
        MachineClient writer = server.machine("WRITE_OBSERVATIONS");
        writer.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("pm10", 10)).expect(204);
        writer.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("name", "x"))
                .expect(403);
        writer.get(ENTITIES + "/" + id).expect(403);
        JsonNode mixed = writer.post(
                        "/ngsi-ld/v1/entityOperations/upsert",
                        List.of(Map.of(
                                "id", "urn:ngsi-ld:AirQualityObserved:new-1", "type", "AirQualityObserved", "pm10", 1)))
                .expect(207)
                .json();
        assertThat(mixed.at("/errors/0/error/status").asInt()).isEqualTo(403);
        Browser theirs = server.person("ADMINISTRATOR", server.agency("Harbour"));
        MachineClient other = server.machine(theirs, "SEE_SENSORS", "EDIT_SENSORS", "WRITE_OBSERVATIONS");
        refused(other.get(ENTITIES + "/" + id), 404, "ResourceNotFound", id);
        other.send("PATCH", ENTITIES + "/" + id + "/attrs", Map.of("pm10", 1)).expect(404);
        other.send("DELETE", ENTITIES + "/" + id, null).expect(404);
        assertThat(ids(other.get(ENTITIES + "?type=AirQualityObserved"))).isEmpty();
        other.post(ENTITIES, entity).expect(409);
        server.browser().get(ENTITIES + "/" + id).expect(401);
    }

    @Test
    void receiversOnPrivateNetworksAreRefusedUnlessTheSettingAllowsThem() {
        for (String uri : List.of(
                "http://127.0.0.1:8080/x",
                "http://localhost/x",
                "http://169.254.169.254/latest/meta-data",
                "http://10.1.2.3/",
                "http://[::1]/",
                "http://[fd00::1]/",
                "http://[::ffff:127.0.0.1]/",
                "file:///etc/passwd",
                "http://user:secret@192.0.2.1/",
                "ftp://192.0.2.1/")) {
            JsonNode problem = machine.post(
                            "/ngsi-ld/v1/subscriptions",
                            Map.of(
                                    "type", "Subscription",
                                    "entities", List.of(Map.of("type", "WeatherObserved")),
                                    "notification", Map.of("endpoint", Map.of("uri", uri))))
                    .expect(400)
                    .json();
            assertThat(problem.path("detail").asString()).as(uri).contains("notification.endpoint.uri");
        }
        String location = machine.post(
                        "/ngsi-ld/v1/subscriptions",
                        Map.of(
                                "type", "Subscription",
                                "entities", List.of(Map.of("type", "WeatherObserved")),
                                "notification", Map.of("endpoint", Map.of("uri", "https://192.0.2.1/tell"))))
                .expect(201)
                .header("Location")
                .orElseThrow();
        machine.send("PATCH", location, Map.of("notification", Map.of("endpoint", Map.of("uri", "http://127.0.0.1/"))))
                .expect(400);
        server.machine("SEE_SENSORS")
                .post("/ngsi-ld/v1/subscriptions", Map.of())
                .expect(403);
        machine.post("/ngsi-ld/v1/subscriptions", Map.of("type", "Subscription", "timeInterval", 5))
                .expect(422);
    }
}

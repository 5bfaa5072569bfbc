package org.vigilia.server.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Devices as people enter and watch them. */
class DevicesITCase {

    private static final String API = "/api/v1/sensing/";

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static Browser admin;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        admin = server.administrator();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, Object> form(String id) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", id);
        form.put("name", "Air at " + id);
        form.put("kind", "AIR_QUALITY");
        form.put("location", Map.of("latitude", 44.49, "longitude", 11.34));
        form.put(
                "channels",
                List.of(
                        Map.of("channel", "pm25", "quantity", "PM25"),
                        Map.of("channel", "bat", "quantity", "BATTERY"),
                        Map.of("channel", "t", "quantity", "TEMPERATURE", "name", "Street", "min", -20, "max", 50)));
        return form;
    }

    private static JsonNode create(String id) {
        return admin.post(API + "devices", form(id)).expect(201).json();
    }

    private static JsonNode device(String id) {
        return admin.get(API + "devices/" + id).expect(200).json();
    }

    private static JsonNode store(Object body) {
        return admin.post(API + "observations", body).expect(200).json();
    }

    private static void awaitKnown(String id) {
        FactStore facts = server.bean(FactStore.class);
        JsonNode channels = device(id).path("channels");
        RunningServer.await("the cards of " + id, () -> {
            for (JsonNode channel : channels) {
                if (facts.datastreams()
                        .find(channel.path("datastream").asString())
                        .isEmpty()) {
                    return false;
                }
            }
            return facts.devices().find(id).isPresent();
        });
        org.vigilia.intake.Directory directory = server.bean(org.vigilia.intake.Directory.class);
        RunningServer.await(
                "the directory",
                () -> directory.datastream(channels.get(0).path("datastream").asLong()) != null);
    }

    @Test
    void aDeviceIsMadeInOneGoAndHeard() {
        JsonNode made = create("air-1");
        assertThat(made.at("/device/state").asString()).isEqualTo("NEVER");
        assertThat(made.at("/mqtt/password").asString()).hasSize(43);
        assertThat(made.at("/mqtt/port").asInt()).isEqualTo(1883);
        assertThat(made.at("/mqtt/topic").asString()).isEqualTo("vigilia/air-1/observations");
        awaitKnown("air-1");
        DeviceAccess access =
                server.bean(FactStore.class).devices().find("air-1").orElseThrow();
        assertThat(access.passwordHash()).startsWith("sha256:").hasSize(71);
        assertThat(String.valueOf(access))
                .doesNotContain(made.at("/mqtt/password").asString());

        String now = Instant.now().toString();
        JsonNode stored = store(List.of(
                Map.of("device", "air-1", "channel", "pm25", "time", now, "value", 12.5),
                Map.of("device", "air-1", "channel", "bat", "time", now, "value", 80),
                Map.of("device", "air-1", "channel", "t", "time", now, "value", 77),
                Map.of("device", "air-1", "channel", "humidity", "value", 1),
                Map.of("device", "nobody", "channel", "pm25", "value", 1),
                Map.of("device", "air-1", "channel", "pm25", "time", "1970-01-01T00:00:00Z", "value", 1),
                Map.of("device", "air-1", "channel", "pm25")));
        assertThat(stored.path("stored").asInt()).isEqualTo(3);
        assertThat(stored.path("rejected").size()).isEqualTo(4);
        assertThat(stored.at("/rejected/0/index").asInt()).isEqualTo(3);
        assertThat(stored.at("/rejected/0/reason").asString()).contains("humidity");
        assertThat(stored.at("/rejected/1/reason").asString()).contains("nobody");
        assertThat(stored.at("/rejected/3/reason").asString()).contains("value");
        assertThat(store(Map.of("device", "air-1", "channel", "pm25", "time", now, "value", 12.5))
                        .path("duplicates")
                        .asInt())
                .isEqualTo(1);

        RunningServer.await(
                "the newest values",
                () -> device("air-1").path("state").asString().equals("DOUBTFUL"));
        JsonNode device = device("air-1");
        assertThat(device.at("/main/value").asDouble()).isEqualTo(12.5);
        assertThat(device.path("batteryPercent").asDouble()).isEqualTo(80);
        assertThat(device.path("observationsToday").asInt()).isEqualTo(3);
        assertThat(device.at("/channels/2/name").asString()).isEqualTo("Street");
        assertThat(device.at("/channels/2/newest/quality").toString()).contains("OUT_OF_RANGE");
    }

    @Test
    void aDeviceIsAlsoWhatSensorThingsSays() {
        create("air-2");
        awaitKnown("air-2");
        long datastream = device("air-2").at("/channels/0/datastream").asLong();
        store(Map.of("datastream", datastream, "value", 3));
        JsonNode found = admin.get("/sta/v1.1/Datastreams(" + datastream
                        + ")?$expand=Thing,ObservedProperty,Observations($expand=FeatureOfInterest)")
                .expect(200)
                .json();
        assertThat(found.at("/Thing/name").asString()).isEqualTo("Air at air-2");
        assertThat(found.at("/properties/channel").asString()).isEqualTo("pm25");
        assertThat(found.at("/Observations/0/FeatureOfInterest/feature/coordinates/0")
                        .asDouble())
                .isEqualTo(11.34);
        // a device of one agency cannot be taken for a datastream of another
        Browser stranger = server.person("ADMINISTRATOR", server.agency("Thieves"));
        stranger.post(
                        "/sta/v1.1/Datastreams",
                        Map.of(
                                "name",
                                "theft",
                                "description",
                                "",
                                "observationType",
                                "x",
                                "unitOfMeasurement",
                                Map.of(),
                                "properties",
                                Map.of("device", "air-2", "channel", "new"),
                                "Thing",
                                Map.of("name", "t", "description", ""),
                                "Sensor",
                                Map.of("name", "s", "description", "", "encodingType", "x", "metadata", "x"),
                                "ObservedProperty",
                                Map.of("name", "p", "definition", "x", "description", "")))
                .expect(400);
    }

    @Test
    void manyAreMadeAtOnceAndTheBadOnesTold() {
        List<Map<String, Object>> forms = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            forms.add(form("bulk-" + i));
        }
        forms.add(form("bulk-7"));
        forms.add(form("no spaces"));
        Map<String, Object> empty = form("bulk-empty");
        empty.put("channels", List.of());
        forms.add(empty);
        JsonNode made = admin.post(API + "devices/bulk", Map.of("items", forms))
                .expect(200)
                .json();
        assertThat(made.path("created").size()).isEqualTo(300);
        assertThat(made.path("rejected").size()).isEqualTo(3);
        assertThat(made.at("/rejected/0/index").asInt()).isEqualTo(300);
        assertThat(made.at("/rejected/1/field").asString()).isEqualTo("id");
        JsonNode page = admin.get(API + "devices?search=bulk-&limit=200&kind=AIR_QUALITY&bbox=11,44,12,45")
                .expect(200)
                .json();
        assertThat(page.path("total").asInt()).isEqualTo(300);
        assertThat(page.at("/counts/NEVER").asInt()).isEqualTo(300);
        JsonNode rest = admin.get(API + "devices?search=bulk-&limit=200&before="
                        + page.path("next").asString())
                .expect(200)
                .json();
        assertThat(rest.path("items").size()).isEqualTo(100);
        assertThat(rest.has("next") && !rest.path("next").isNull()).isFalse();
        assertThat(admin.get(API + "devices?search=bulk-&state=OK")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(admin.get(API + "devices?bbox=1,2,3")
                        .expect(400)
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("bbox");
    }

    @Test
    void mapsHearOnlyOfWhatChanged() {
        create("map-1");
        awaitKnown("map-1");
        JsonNode all = admin.get(API + "markers").expect(200).json();
        assertThat(all.path("items").toString()).contains("map-1");
        store(Map.of("device", "map-1", "channel", "pm25", "value", 5));
        String cursor = all.path("cursor").asString();
        RunningServer.await("the change", () -> changes(cursor).toString().contains("\"value\":5"));
        String later = changes(cursor).path("cursor").asString();
        admin.delete(API + "devices/map-1").expect(204);
        RunningServer.await(
                "the removal", () -> changes(later).path("removed").toString().contains("map-1"));
        assertThat(changes("f-other:5").path("reload").asBoolean()).isTrue();
    }

    private static JsonNode changes(String cursor) {
        return admin.get(API + "markers/changes?since=" + cursor).expect(200).json();
    }

    @Test
    void calibrationHoldsForNewValuesAndCanBeAppliedToOldOnes() {
        create("cal-1");
        awaitKnown("cal-1");
        long id = device("cal-1").at("/channels/0/datastream").asLong();
        Instant at = Instant.now().minusSeconds(300);
        store(Map.of("datastream", id, "time", at.toString(), "value", 10));
        JsonNode channel = admin.post(
                        API + "datastreams/" + id + "/calibrations",
                        Map.of("from", "2026-01-01T00:00:00Z", "gain", 2, "offset", 1, "reference", "ref-7"))
                .expect(200)
                .json();
        assertThat(channel.at("/calibrations/0/version").asInt()).isEqualTo(1);
        admin.post(API + "datastreams/" + id + "/calibrations", Map.of("from", "2026-01-01T00:00:00Z", "gain", 0))
                .expect(400);
        RunningServer.await(
                "the card",
                () -> !java.util.Objects.requireNonNull(
                                server.bean(org.vigilia.intake.Directory.class).datastream(id))
                        .calibrations()
                        .isEmpty());
        store(Map.of("datastream", id, "time", at.plusSeconds(60).toString(), "value", 10));
        assertThat(results(id)).containsExactly(10.0, 21.0);
        String job = admin.post(API + "datastreams/" + id + "/calibrations/apply", Map.of())
                .expect(202)
                .json()
                .path("id")
                .asString();
        RunningServer.await(
                "the job",
                () -> admin.get(API + "jobs/" + job)
                        .expect(200)
                        .json()
                        .path("state")
                        .asString()
                        .equals("DONE"));
        assertThat(results(id)).containsExactly(21.0, 21.0);
        server.person("ADMINISTRATOR", server.agency("Others"))
                .get(API + "jobs/" + job)
                .expect(404);
    }

    private static List<Double> results(long id) {
        List<Double> results = new ArrayList<>();
        admin.get("/sta/v1.1/Datastreams(" + id + ")/Observations")
                .expect(200)
                .json()
                .path("value")
                .forEach(o -> results.add(o.path("result").asDouble()));
        return results;
    }

    @Test
    void changingADeviceKeepsWhatHasValues() {
        create("edit-1");
        awaitKnown("edit-1");
        store(Map.of("device", "edit-1", "channel", "pm25", "value", 1));
        Map<String, Object> form = form("edit-1");
        form.put("channels", List.of(Map.of("channel", "no2", "quantity", "NO2")));
        assertThat(admin.put(API + "devices/edit-1", form)
                        .expect(409)
                        .json()
                        .path("detail")
                        .asString())
                .contains("pm25");
        form.put("name", "Renamed");
        form.put("location", Map.of("latitude", 45, "longitude", 12));
        form.put(
                "channels",
                List.of(
                        Map.of("channel", "pm25", "quantity", "PM25", "silenceSeconds", 5),
                        Map.of("channel", "no2", "quantity", "NO2")));
        JsonNode changed = admin.put(API + "devices/edit-1", form).expect(200).json();
        assertThat(changed.path("name").asString()).isEqualTo("Renamed");
        assertThat(changed.path("channels").size()).isEqualTo(2);
        assertThat(changed.at("/location/latitude").asDouble()).isEqualTo(45);
        long thing = changed.path("thing").asLong();
        assertThat(admin.get("/sta/v1.1/Things(" + thing + ")/HistoricalLocations")
                        .json()
                        .path("value")
                        .size())
                .isEqualTo(2);
        String before = server.bean(FactStore.class)
                .devices()
                .find("edit-1")
                .orElseThrow()
                .passwordHash();
        String password = admin.post(API + "devices/edit-1/password", null)
                .expect(200)
                .json()
                .path("password")
                .asString();
        assertThat(password).hasSize(43);
        RunningServer.await(
                "the new password",
                () -> !String.valueOf(before)
                        .equals(server.bean(FactStore.class)
                                .devices()
                                .find("edit-1")
                                .orElseThrow()
                                .passwordHash()));
        admin.put(API + "devices/other", form).expect(400);
    }

    @Test
    void aDeletedDeviceLeavesNothing() {
        create("gone-1");
        awaitKnown("gone-1");
        long id = device("gone-1").at("/channels/0/datastream").asLong();
        store(Map.of("datastream", id, "value", 1));
        admin.delete(API + "devices/gone-1").expect(204);
        admin.get(API + "devices/gone-1").expect(404);
        FactStore facts = server.bean(FactStore.class);
        RunningServer.await(
                "the access to be gone", () -> facts.devices().find("gone-1").isEmpty());
        org.springframework.jdbc.core.simple.JdbcClient sql =
                server.bean(org.springframework.jdbc.core.simple.JdbcClient.class);
        RunningServer.await(
                "the observations to be gone",
                () -> sql.sql("select count(*) from facts.observation where datastream = ?")
                                .param(id)
                                .query(Integer.class)
                                .single()
                        == 0);
        // the same id may be used again
        create("gone-1");
        awaitKnown("gone-1");
    }

    @Test
    void devicesBelongToTheirAgency() {
        create("own-1");
        awaitKnown("own-1");
        long id = device("own-1").at("/channels/0/datastream").asLong();
        Browser stranger = server.person("ADMINISTRATOR", server.agency("Neighbours"));
        stranger.get(API + "devices/own-1").expect(404);
        stranger.put(API + "devices/own-1", form("own-1")).expect(404);
        stranger.delete(API + "devices/own-1").expect(404);
        stranger.post(API + "devices/own-1/password", null).expect(404);
        stranger.get(API + "datastreams/" + id + "/series").expect(404);
        stranger.get(API + "datastreams/" + id + "/observations.csv").expect(404);
        stranger.post(
                        API + "datastreams/" + id + "/calibrations",
                        Map.of("from", "2026-01-01T00:00:00Z", "gain", 1, "offset", 0))
                .expect(404);
        assertThat(stranger.get(API + "devices").json().path("total").asInt()).isZero();
        assertThat(stranger.get(API + "markers").json().path("items").size()).isZero();
        assertThat(stranger.get(API + "datastreams").json().path("total").asInt())
                .isZero();
        assertThat(stranger.post(API + "observations", Map.of("datastream", id, "value", 1))
                        .expect(200)
                        .json()
                        .path("rejected")
                        .size())
                .isEqualTo(1);
        stranger.post(API + "devices", form("own-1")).expect(409);
        Browser operator = server.person("OPERATOR");
        operator.get(API + "devices/own-1").expect(200);
        operator.post(API + "devices", form("own-2")).expect(403);
        operator.delete(API + "devices/own-1").expect(403);
        operator.post(API + "observations", Map.of()).expect(403);
    }

    @Test
    void badFormsSayWhichFieldIsWrong() {
        Map<String, Object> form = form("bad-1");
        form.put("channels", List.of(Map.of("channel", "x", "quantity", "PM25", "min", 5, "max", 1)));
        assertThat(admin.post(API + "devices", form)
                        .expect(400)
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("channels[0].min");
        form.put("channels", List.of(Map.of("channel", "x", "quantity", "PHLOGISTON")));
        admin.post(API + "devices", form).expect(400);
    }

    @Test
    void kindsTellUnitsAndScales() {
        JsonNode kinds = admin.get(API + "kinds").expect(200).json();
        assertThat(kinds.path("kinds").size()).isEqualTo(11);
        assertThat(kinds.path("quantities").size()).isEqualTo(Quantity.values().length);
        assertThat(kinds.at("/quantities/0/scales").size()).isEqualTo(2);
        assertThat(kinds.at("/quantities/0/scales/0/bands").size()).isEqualTo(6);
    }

    @Test
    void pickersFindDatastreamsByNearness() {
        create("near-1");
        awaitKnown("near-1");
        JsonNode found = admin.get(
                        API + "datastreams?near=44.4901,11.3401&radiusMetres=100&quantity=TEMPERATURE&search=near-1")
                .expect(200)
                .json();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/deviceName").asString()).isEqualTo("Air at near-1");
    }

    @Test
    void theStreamIsToldWhereCamerasAre() {
        String agency =
                admin.get("/api/v1/session").json().at("/person/agency/id").asString();
        String id = new City(server)
                .camera(agency, "corner", new GeoPoint(44.5, 11.3))
                .value();
        FactStore facts = server.bean(FactStore.class);
        RunningServer.await("the place", () -> facts.cameras().find(id).isPresent());
        admin.delete("/api/v1/cameras/" + id).expect(204);
        RunningServer.await("its end", () -> facts.cameras().find(id).isEmpty());
    }
}

package org.vigilia.server.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigilia.server.sensing.Samples.datastream;
import static org.vigilia.server.sensing.Samples.post;
import static org.vigilia.server.sensing.Samples.thing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** SensorThings beyond what the OGC's own suite asks: arrays, batches, what changes lead to, agencies and refusals. */
class SensorThingsITCase {

    private static final String STA = "/sta/v1.1/";

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static Browser admin;

    @SuppressWarnings("NullAway.Init")
    private static Browser editor;

    private static long mast;
    private static long air;
    private static long noise;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        editor = server.administrator();
        // what these tests count is in an agency of its own; tests that add something do it elsewhere
        admin = server.person("ADMINISTRATOR", server.agency("Readers"));
        mast = post(admin, "Things", thing("mast", 11.34, 44.49));
        air = post(admin, "Things(" + mast + ")/Datastreams", datastream("air temperature", "°C"));
        noise = post(admin, "Things(" + mast + ")/Datastreams", datastream("noise", "dB"));
        for (int i = 0; i < 6; i++) {
            post(
                    admin,
                    "Datastreams(" + air + ")/Observations",
                    Map.of(
                            "phenomenonTime",
                            "2025-11-2" + i + "T12:00:00.5Z",
                            "result",
                            10.5 + i,
                            "parameters",
                            Map.of("battery", i)));
        }
        post(
                admin,
                "Datastreams(" + noise + ")/Observations",
                Map.of("phenomenonTime", "2025-11-20T10:00:00Z/2025-11-20T11:00:00Z", "result", "loud"));
        long far = post(admin, "Things", thing("Far's end", -70, -33));
        assertThat(far).isGreaterThan(mast);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode get(String path) {
        return get(admin, path);
    }

    private static JsonNode get(Browser browser, String path) {
        return browser.get(STA + path).expect(200).json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void observationsTravelAsArrays() {
        JsonNode group = get("Datastreams(" + air + ")/Observations?$resultFormat=dataArray&$select=id,result&$top=3")
                .at("/value/0");
        assertThat(group.path("components").toString()).isEqualTo("[\"id\",\"result\"]");
        assertThat(group.path("dataArray@iot.count").asInt()).isEqualTo(3);
        assertThat(group.at("/dataArray/2/1").asDouble()).isEqualTo(12.5);
        long thing = post(editor, "Things", thing("arrays", 3, 4));
        long stream = post(editor, "Things(" + thing + ")/Datastreams", datastream("ozone", "ppb"));
        JsonNode answer = editor.post(
                        STA + "CreateObservations",
                        List.of(Map.of(
                                "Datastream",
                                Map.of("@iot.id", stream),
                                "components",
                                List.of("phenomenonTime", "result"),
                                "dataArray",
                                List.of(
                                        List.of("2025-11-01T00:00:00Z", 1),
                                        List.of("yesterday", 2),
                                        List.of("2025-11-03T00:00:00Z", 3)))))
                .expect(201)
                .json();
        assertThat(answer.get(0).asString()).contains("Observations(");
        assertThat(answer.get(1).asString()).startsWith("error").contains("yesterday");
        assertThat(get(editor, "Datastreams(" + stream + ")/Observations/$count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aBatchDoesWhatIsGoodAndTellsTheRest() {
        JsonNode answers = editor.post(
                        STA + "$batch",
                        Map.of(
                                "requests",
                                List.of(
                                        Map.of(
                                                "id",
                                                "t",
                                                "method",
                                                "post",
                                                "url",
                                                "Things",
                                                "body",
                                                thing("batch", 1, 2)),
                                        Map.of(
                                                "id",
                                                "d",
                                                "method",
                                                "post",
                                                "url",
                                                "$t/Datastreams",
                                                "body",
                                                datastream("rain", "mm")),
                                        Map.of(
                                                "id",
                                                "o",
                                                "method",
                                                "post",
                                                "url",
                                                "Observations",
                                                "body",
                                                Map.of("result", 4, "Datastream", Map.of("@iot.id", "$d"))),
                                        Map.of("id", "x", "method", "get", "url", "Things(1)/Wings"),
                                        Map.of("id", "g", "method", "get", "url", "$d/Observations?$count=true"))))
                .expect(200)
                .json()
                .path("responses");
        List<Integer> statuses = new ArrayList<>();
        answers.forEach(a -> statuses.add(a.path("status").asInt()));
        assertThat(statuses).containsExactly(201, 201, 201, 404, 200);
        assertThat(answers.get(4).at("/body/@iot.count").asInt()).isEqualTo(1);
    }

    @Test
    void severalPropertiesAreObservedTogether() {
        long thing = post(editor, "Things", thing("weather", 5, 6));
        Map<String, Object> property = Map.of("name", "p", "definition", "http://p", "description", "");
        long multi = post(
                editor,
                "MultiDatastreams",
                Map.of(
                        "name",
                        "wind",
                        "description",
                        "",
                        "observationType",
                        "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation",
                        "multiObservationDataTypes",
                        List.of("a", "b"),
                        "unitOfMeasurements",
                        List.of(Map.of("symbol", "m/s"), Map.of("symbol", "°")),
                        "Thing",
                        Map.of("@iot.id", thing),
                        "Sensor",
                        Map.of("name", "s", "description", "s", "encodingType", "text/plain", "metadata", "m"),
                        "ObservedProperties",
                        List.of(property, property)));
        post(editor, "MultiDatastreams(" + multi + ")/Observations", Map.of("result", List.of(3.5, 270)));
        editor.post(STA + "MultiDatastreams(" + multi + ")/Observations", Map.of("result", 3.5))
                .expect(400);
        JsonNode observation = get(editor, "MultiDatastreams(" + multi + ")/Observations?$expand=MultiDatastream")
                .at("/value/0");
        assertThat(observation.at("/result/1").asInt()).isEqualTo(270);
        assertThat(observation.at("/MultiDatastream/@iot.id").asLong()).isEqualTo(multi);
        assertThat(observation.has("Datastream@iot.navigationLink")).isFalse();
        assertThat(get(editor, "Datastreams?$filter=id%20eq%20" + multi)
                        .path("value")
                        .size())
                .isZero();
        assertThat(get(editor, "MultiDatastreams(" + multi + ")/ObservedProperties")
                        .path("value")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void changesAndRemovalsReachWhatDependsOnThem() {
        long thing = post(editor, "Things", thing("mobile", 20, 30));
        long stream = post(editor, "Things(" + thing + ")/Datastreams", datastream("odour", ""));
        long observation = post(editor, "Datastreams(" + stream + ")/Observations", Map.of("result", 1));
        long before = get(editor, "Observations(" + observation + ")/FeatureOfInterest")
                .path("@iot.id")
                .asLong();
        FactStore facts = server.bean(FactStore.class);
        DatastreamCard card = card(facts, stream);
        assertThat(card.quantity()).isEqualTo(Quantity.ODOUR);
        assertThat(String.valueOf(card.place())).contains("30");

        post(
                editor,
                "Things(" + thing + ")/Locations",
                Map.of(
                        "name",
                        "elsewhere",
                        "description",
                        "",
                        "encodingType",
                        "application/geo+json",
                        "location",
                        Map.of("type", "Point", "coordinates", List.of(21, 31))));
        assertThat(get(editor, "Things(" + thing + ")/HistoricalLocations")
                        .path("value")
                        .size())
                .isEqualTo(2);
        assertThat(get(editor, "Things(" + thing + ")/Locations").path("value").size())
                .isEqualTo(1);
        long second = post(editor, "Datastreams(" + stream + ")/Observations", Map.of("result", 2));
        assertThat(get(editor, "Observations(" + second + ")/FeatureOfInterest")
                        .path("@iot.id")
                        .asLong())
                .isNotEqualTo(before);
        RunningServer.await(
                "the card of the new place",
                () -> String.valueOf(card(facts, stream).place()).contains("31"));

        editor.patch(STA + "Observations(" + second + ")", Map.of("result", 3)).expect(200);
        assertThat(get(editor, "Observations(" + second + ")").path("result").asInt())
                .isEqualTo(3);
        editor.delete(STA + "Observations(" + second + ")").expect(200);
        editor.get(STA + "Observations(" + second + ")").expect(404);
        editor.delete(STA + "FeaturesOfInterest(" + before + ")").expect(200);
        editor.get(STA + "Observations(" + observation + ")").expect(404);
        editor.delete(STA + "Things(" + thing + ")").expect(200);
        editor.get(STA + "Datastreams(" + stream + ")").expect(404);
        RunningServer.await(
                "the card to be gone",
                () -> facts.datastreams().find(String.valueOf(stream)).isEmpty());
    }

    private static DatastreamCard card(FactStore facts, long stream) {
        String id = String.valueOf(stream);
        RunningServer.await("the card", () -> facts.datastreams().find(id).isPresent());
        return facts.datastreams().find(id).orElseThrow();
    }

    @Test
    void nobodySeesOrTouchesWhatAnotherAgencyHas() {
        String other = server.agency("Water board");
        Browser stranger = server.person("ADMINISTRATOR", other);
        for (String path : List.of(
                "Things(" + mast + ")",
                "Things(" + mast + ")/Datastreams",
                "Datastreams(" + air + ")/Observations",
                "Datastreams(" + air + ")/Thing/name")) {
            stranger.get(STA + path).expect(404);
        }
        for (String set : List.of(
                "Things",
                "Locations",
                "HistoricalLocations",
                "Datastreams",
                "MultiDatastreams",
                "Sensors",
                "ObservedProperties",
                "Observations",
                "FeaturesOfInterest")) {
            JsonNode answer =
                    stranger.get(STA + set + "?$count=true").expect(200).json();
            assertThat(answer.path("@iot.count").asInt()).as(set).isZero();
            assertThat(answer.path("value").size()).as(set).isZero();
        }
        Map<String, Object> own = thing("own", 1, 1);
        long ownThing = post(stranger, "Things", own);
        // no way around: not by a link, not by a filter, not by an expansion
        stranger.post(STA + "Datastreams(" + air + ")/Observations", Map.of("result", 1))
                .expect(404);
        stranger.post(STA + "Observations", Map.of("result", 1, "Datastream", Map.of("@iot.id", air)))
                .expect(400);
        stranger.patch(
                        STA + "Things(" + ownThing + ")",
                        Map.of("Locations", List.of(Map.of("@iot.id", locationOfMast()))))
                .expect(400);
        stranger.patch(STA + "Things(" + mast + ")", Map.of("name", "mine")).expect(404);
        stranger.put(STA + "Things(" + mast + ")", own).expect(404);
        stranger.delete(STA + "Things(" + mast + ")").expect(404);
        assertThat(stranger.get(STA + "Things?$count=true&$filter="
                                + encoded("Datastreams/Observations/result gt 0 or Locations/name eq 'place of mast'"))
                        .expect(200)
                        .json()
                        .path("@iot.count")
                        .asInt())
                .isZero();
        assertThat(stranger.get(STA + "Things?$expand=Datastreams($expand=Observations),Locations,HistoricalLocations")
                        .expect(200)
                        .text())
                .doesNotContain("mast");
        JsonNode errors = stranger.post(
                        STA + "CreateObservations",
                        List.of(Map.of(
                                "Datastream",
                                Map.of("@iot.id", air),
                                "components",
                                List.of("result"),
                                "dataArray",
                                List.of(List.of(1)))))
                .expect(201)
                .json();
        assertThat(errors.get(0).asString()).startsWith("error");
        assertThat(get("Datastreams(" + air + ")/Observations/$count").asInt()).isEqualTo(6);
    }

    private static long locationOfMast() {
        return get("Things(" + mast + ")/Locations").at("/value/0/@iot.id").asLong();
    }

    @Test
    void whoMayOnlyLookMayNotWrite() {
        Browser operator = server.person("OPERATOR", agencyOf(admin));
        operator.get(STA + "Things").expect(200);
        operator.post(STA + "Things", thing("x", 1, 1)).expect(403);
        operator.post(STA + "Datastreams(" + air + ")/Observations", Map.of("result", 1))
                .expect(403);
        operator.post(STA + "CreateObservations", List.of()).expect(403);
        operator.post(STA + "$batch", Map.of("requests", List.of())).expect(403);
        operator.patch(STA + "Things(" + mast + ")", Map.of("name", "x")).expect(403);
        operator.delete(STA + "Things(" + mast + ")").expect(403);
        server.browser().get(STA + "Things").expect(401);
    }

    @Test
    void valuesNobodyCanStoreAreRefused() {
        long thing = post(editor, "Things", thing("bad values", 3, 4));
        long stream = post(editor, "Things(" + thing + ")/Datastreams", datastream("co", "ppm"));
        String observations = STA + "Datastreams(" + stream + ")/Observations";
        for (String body : List.of(
                "{\"result\": NaN}",
                "{\"result\": 1e999}",
                "{\"result\": null}",
                "{}",
                "[]",
                "{\"result\": 1, \"phenomenonTime\": \"2025-11-25\"}",
                "{\"result\": 1, \"phenomenonTime\": \"2025-11-25T10:00:00Z/2025-11-24T10:00:00Z\"}",
                "{\"result\": 1, \"colour\": 2}",
                "{\"result\": 1",
                "",
                "[".repeat(5_000))) {
            editor.send("POST", observations, body, Map.of("Content-Type", "application/json"))
                    .expect(400);
        }
        Map<String, Object> nul = new java.util.HashMap<>(thing("x", 1, 1));
        nul.put("name", "a\u0000b");
        editor.post(STA + "Things", nul).expect(400);
        editor.post(STA + "Things", thing("nowhere", 200, 1)).expect(400);
        editor.get(STA + "Things?$filter=" + encoded("substring(name, 99999999999) eq 'x'"))
                .expect(400);
        editor.get(STA + "Things?$filter=" + encoded("name eq '\u0000'")).expect(400);
        assertThat(get(editor, "Datastreams(" + stream + ")/Observations/$count")
                        .asInt())
                .isZero();
    }

    @Test
    void aMachineMayDoWhatItsTokenCarriesAndNoMore() {
        String token = admin.post("/api/v1/tokens", Map.of("name", "logger", "rights", List.of("WRITE_OBSERVATIONS")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        Map<String, String> machine = Map.of("Authorization", "Bearer " + token);
        Browser none = server.browser();
        String observations = STA + "Datastreams(" + noise + ")/Observations";
        none.send("POST", observations, Map.of("phenomenonTime", "2025-11-20T10:00:00Z", "result", "machine"), machine)
                .expect(201);
        none.send("GET", observations, null, machine).expect(403);
        none.send("POST", STA + "Things", thing("x", 1, 1), machine).expect(403);
        none.send("DELETE", STA + "Things(" + mast + ")", null, machine).expect(403);
        JsonNode batch = none.send(
                        "POST",
                        STA + "$batch",
                        Map.of("requests", List.of(Map.of("id", "r", "method", "get", "url", "Things"))),
                        machine)
                .expect(200)
                .json();
        assertThat(batch.at("/responses/0/status").asInt()).isEqualTo(403);
        // nor what others' agencies have, whatever it carries
        long foreign = post(editor, "Things", thing("foreign", 5, 5));
        long stream = post(editor, "Things(" + foreign + ")/Datastreams", datastream("dust", ""));
        none.send("POST", STA + "Datastreams(" + stream + ")/Observations", Map.of("result", 1), machine)
                .expect(404);
    }

    private static String agencyOf(Browser browser) {
        return browser.get("/api/v1/session").json().at("/person/agency/id").asString();
    }
}

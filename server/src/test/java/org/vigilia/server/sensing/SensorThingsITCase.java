package org.vigilia.server.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** SensorThings beyond what the OGC's own suite asks: filters, paging, arrays, batches, agencies and refusals. */
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

    private static Map<String, Object> thing(String name, double longitude, double latitude) {
        return Map.of(
                "name",
                name,
                "description",
                name + " described",
                "properties",
                Map.of("height", 3, "tags", List.of("roof", "north"), "owner", Map.of("name", "Ada")),
                "Locations",
                List.of(Map.of(
                        "name",
                        "place of " + name,
                        "description",
                        "",
                        "encodingType",
                        "application/geo+json",
                        "location",
                        Map.of("type", "Point", "coordinates", List.of(longitude, latitude)))));
    }

    private static Map<String, Object> datastream(String property, String unit) {
        return Map.of(
                "name",
                "stream of " + property,
                "description",
                "d",
                "observationType",
                "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "unitOfMeasurement",
                Map.of("name", unit, "symbol", unit, "definition", ""),
                "Sensor",
                Map.of("name", "s", "description", "s", "encodingType", "text/plain", "metadata", "m"),
                "ObservedProperty",
                Map.of(
                        "name",
                        property,
                        "definition",
                        "http://example.org/" + property.replace(' ', '-'),
                        "description",
                        ""));
    }

    private static long post(Browser browser, String path, Object body) {
        String location =
                browser.post(STA + path, body).expect(201).header("Location").orElseThrow();
        return Long.parseLong(location.replaceAll(".*\\((\\d+)\\)$", "$1"));
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

    private static List<String> names(JsonNode answer, String property) {
        List<String> names = new ArrayList<>();
        answer.path("value").forEach(item -> names.add(item.path(property).asString("")));
        return names;
    }

    private record Case(String set, String filter, int expected) {}

    @TestFactory
    Stream<DynamicTest> filtersFindWhatTheySay() {
        String near = "geography'POLYGON ((11 44, 12 44, 12 45, 11 45, 11 44))'";
        return Stream.of(
                        new Case("Things", "name eq 'mast'", 1),
                        new Case("Things", "name eq 'Far''s end'", 1),
                        new Case("Things", "not (name eq 'mast')", 1),
                        new Case("Things", "id eq " + mast, 1),
                        new Case("Things", "startswith(name, 'ma') or endswith(name, 'end')", 2),
                        new Case("Things", "substringof('as', name) and length(name) eq 4", 1),
                        new Case("Things", "indexof(name, 's') eq 2", 1),
                        new Case("Things", "substring(name, 1, 2) eq 'as'", 1),
                        new Case("Things", "toupper(concat(name, '!')) eq 'MAST!'", 1),
                        new Case("Things", "trim(tolower('  X ')) eq 'x'", 2),
                        new Case("Things", "properties/height eq 3", 2),
                        new Case("Things", "properties/height add 1 gt 4", 0),
                        new Case("Things", "properties/owner/name eq 'Ada'", 2),
                        new Case("Things", "properties/tags[1] eq 'north'", 2),
                        new Case("Things", "properties/nothing eq null", 2),
                        new Case("Things", "properties/nothing ne 5", 2),
                        new Case("Things", "Datastreams/Observations/result gt 15", 1),
                        new Case("Things", "Datastreams/Observations/result gt 99", 0),
                        new Case("Things", "Datastreams/ObservedProperty/name eq 'noise'", 1),
                        new Case("Things", "st_within(Locations/location, " + near + ")", 1),
                        new Case("Locations", "geo.intersects(location, " + near + ")", 1),
                        new Case("Locations", "st_disjoint(location, " + near + ")", 1),
                        new Case("Locations", "geo.distance(location, geography'POINT (11.34 44.5)') lt 0.02", 1),
                        new Case("Locations", "st_relate(location, " + near + ", 'T*F**F***')", 1),
                        new Case("Datastreams", "Thing/name eq 'mast'", 2),
                        new Case("Datastreams", "unitOfMeasurement/symbol eq 'dB'", 1),
                        new Case("Datastreams", "phenomenonTime lt 2025-11-21T00:00:00Z", 1),
                        new Case("Observations", "result gt 12 and result le 14.5", 3),
                        new Case("Observations", "result eq 'loud'", 1),
                        new Case("Observations", "result mul 2 eq 21", 1),
                        new Case("Observations", "-result lt -15", 1),
                        new Case("Observations", "result mod 2 eq 0.5", 3),
                        new Case("Observations", "round(result) eq 11", 1),
                        new Case("Observations", "floor(result) eq 10 or ceiling(result) eq 12", 2),
                        new Case("Observations", "phenomenonTime ge 2025-11-23T12:00:00.5Z", 3),
                        new Case("Observations", "phenomenonTime gt 2025-11-23T13:00:00.5+01:00", 2),
                        new Case("Observations", "day(phenomenonTime) eq 24 and hour(phenomenonTime) eq 12", 1),
                        new Case("Observations", "fractionalseconds(phenomenonTime) eq 0.5", 6),
                        new Case("Observations", "date(phenomenonTime) eq 2025-11-22", 1),
                        new Case("Observations", "time(phenomenonTime) lt 11:00:00", 1),
                        new Case("Observations", "totaloffsetminutes(phenomenonTime) eq 0", 7),
                        new Case("Observations", "phenomenonTime lt now()", 7),
                        new Case("Observations", "phenomenonTime gt mindatetime()", 7),
                        new Case(
                                "Observations",
                                "phenomenonTime add duration'P1D' gt 2025-11-25T12:00:00Z and result lt 99",
                                2),
                        new Case("Observations", "phenomenonTime le 2025-11-20T10:30:00Z", 0),
                        new Case(
                                "Observations", "during(phenomenonTime, 2025-11-20T09:00:00Z/2025-11-20T12:00:00Z)", 1),
                        new Case("Observations", "parameters/battery ge 4", 2),
                        new Case("Observations", "Datastream/Thing/Locations/name eq 'place of mast'", 7),
                        new Case("FeaturesOfInterest", "Observations/result eq 10.5", 1))
                .map(c -> DynamicTest.dynamicTest(
                        c.set + " " + c.filter,
                        () -> assertThat(get(c.set + "?$count=true&$filter=" + encoded(c.filter))
                                        .path("@iot.count")
                                        .asInt())
                                .isEqualTo(c.expected)));
    }

    @TestFactory
    Stream<DynamicTest> badQueriesSayWhereAndWhy() {
        return Map.of(
                        "$filter=name eq", "at its end",
                        "$filter=name eq 'x", "closing quote",
                        "$filter=nam eq 'x'", "has no 'nam'",
                        "$filter=name frobs 'x'", "operator",
                        "$filter=frob(name)", "no function 'frob'",
                        "$filter=name gt 2026-13-01T00:00:00Z", "no valid value",
                        "$expand=Wings", "no relation 'Wings'",
                        "$select=colour", "has no 'colour'",
                        "$top=-1", "whole number",
                        "$foo=1", "no query option")
                .entrySet()
                .stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    int equals = e.getKey().indexOf('=') + 1;
                    String query =
                            e.getKey().substring(0, equals) + encoded(e.getKey().substring(equals));
                    assertThat(admin.get(STA + "Things?" + query)
                                    .expect(400)
                                    .json()
                                    .path("detail")
                                    .asString())
                            .contains(e.getValue());
                }));
    }

    @Test
    void nestedExpandsArePagedAndCountedEachForItself() {
        JsonNode thing = get("Things(" + mast + ")?$expand="
                + encoded(
                        "Datastreams($orderby=name;$count=true;$expand=Observations($top=2;$orderby=phenomenonTime desc;"
                                + "$select=result,phenomenonTime;$count=true),ObservedProperty($select=name))"));
        assertThat(thing.path("Datastreams@iot.count").asInt()).isEqualTo(2);
        JsonNode first = thing.at("/Datastreams/0");
        assertThat(first.at("/ObservedProperty/name").asString()).isEqualTo("air temperature");
        assertThat(first.path("Observations@iot.count").asInt()).isEqualTo(6);
        assertThat(first.path("Observations").size()).isEqualTo(2);
        assertThat(first.at("/Observations/0/result").asDouble()).isEqualTo(15.5);
        assertThat(first.at("/Observations/0").has("@iot.id")).isFalse();
        String next = first.path("Observations@iot.nextLink").asString();
        JsonNode second =
                admin.get(next.substring(next.indexOf("/sta/"))).expect(200).json();
        assertThat(second.at("/value/0/result").asDouble()).isEqualTo(13.5);
        assertThat(first.path("phenomenonTime").asString())
                .isEqualTo("2025-11-20T12:00:00.500Z/2025-11-25T12:00:00.500Z");
        assertThat(first.at("/observedArea/type").asString()).isEqualTo("Polygon");
    }

    @Test
    void pagesLeadOnUntilTheEnd() {
        String path = STA + "Datastreams(" + air + ")/Observations?$top=4&$orderby=result%20desc";
        JsonNode first = admin.get(path).expect(200).json();
        assertThat(first.path("value").size()).isEqualTo(4);
        String next = first.path("@iot.nextLink").asString();
        JsonNode second =
                admin.get(next.substring(next.indexOf("/sta/"))).expect(200).json();
        assertThat(second.path("value").size()).isEqualTo(2);
        assertThat(second.has("@iot.nextLink")).isFalse();
    }

    @Test
    void propertiesReferencesAndCountsHaveAddresses() {
        assertThat(get("Things(" + mast + ")/name").path("name").asString()).isEqualTo("mast");
        assertThat(admin.get(STA + "Things(" + mast + ")/name/$value")
                        .expect(200)
                        .text())
                .isEqualTo("mast");
        assertThat(admin.get(STA + "Things(" + mast + ")/properties/owner/name/$value")
                        .expect(200)
                        .text())
                .isEqualTo("Ada");
        assertThat(get("Things(" + mast + ")/Datastreams/$ref")
                        .at("/value/0/@iot.selfLink")
                        .asString())
                .contains("Datastreams(");
        assertThat(get("Datastreams(" + air + ")/Observations/$count").asInt()).isEqualTo(6);
        assertThat(get("Datastreams(" + air + ")/Thing/Locations")
                        .at("/value/0/name")
                        .asString())
                .isEqualTo("place of mast");
        admin.get(STA + "Datastreams(" + air + ")/properties").expect(204);
        admin.get(STA + "Things(999999)/Datastreams").expect(404);
        admin.get(STA + "Things(" + mast + ")/Datastreams(999999)").expect(404);
        admin.get(STA + "Wings").expect(404);
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
    void bucketsSumUpOnTheServer() {
        JsonNode days = get("Datastreams(" + air + ")/Observations?$aggregate=2d&$top=2");
        assertThat(days.path("value").size()).isEqualTo(2);
        assertThat(days.has("@iot.nextLink")).isTrue();
        JsonNode all =
                get("Datastreams(" + air + ")/Observations?$aggregate=366d").path("value");
        long count = 0;
        for (JsonNode bucket : all) {
            count += bucket.path("count").asLong();
        }
        assertThat(count).isEqualTo(6);
        assertThat(get("Datastreams(" + air + ")/Observations?$aggregate=1h&$filter=result%20gt%2015")
                        .at("/value/0/phenomenonTime")
                        .asString())
                .isEqualTo("2025-11-25T12:00:00.000Z/2025-11-25T13:00:00.000Z");
        admin.get(STA + "Observations?$aggregate=1h").expect(400);
        admin.get(STA + "Datastreams(" + air + ")/Observations?$aggregate=often")
                .expect(400);
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

    private static String agencyOf(Browser browser) {
        return browser.get("/api/v1/session").json().at("/person/agency/id").asString();
    }

    @Test
    void theRootTellsWhatThereIs() {
        JsonNode root = get("");
        assertThat(names(root, "name")).contains("Things", "MultiDatastreams", "FeaturesOfInterest");
        assertThat(root.at("/serverSettings/conformance").toString()).contains("/req/create-update-delete");
    }
}

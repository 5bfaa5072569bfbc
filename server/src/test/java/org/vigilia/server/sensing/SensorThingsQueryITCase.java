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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** What can be asked of SensorThings: filters, expansions, pages, buckets. Nothing is changed after the start. */
class SensorThingsQueryITCase {

    private static final String STA = "/sta/v1.1/";

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static Browser admin;

    private static long mast;
    private static long air;
    private static long noise;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        admin = server.administrator();
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
        return admin.get(STA + path).expect(200).json();
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
    void theRootTellsWhatThereIs() {
        JsonNode root = get("");
        assertThat(names(root, "name")).contains("Things", "MultiDatastreams", "FeaturesOfInterest");
        assertThat(root.at("/serverSettings/conformance").toString()).contains("/req/create-update-delete");
    }
}

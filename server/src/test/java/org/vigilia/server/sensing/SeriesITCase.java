package org.vigilia.server.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Values of a datastream as charts and files. */
class SeriesITCase {

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
    void chartsAndFilesShowTheSameValues() {
        create("chart-1");
        awaitKnown("chart-1");
        long id = device("chart-1").at("/channels/0/datastream").asLong();
        Instant begin = Instant.now().minusSeconds(7_200);
        List<Map<String, Object>> values = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            values.add(
                    Map.of("datastream", id, "time", begin.plusSeconds(i * 60L).toString(), "value", i));
        }
        store(values);
        String range = "&from=" + begin.minusSeconds(60) + "&to=" + Instant.now();
        JsonNode raw = admin.get(API + "datastreams/" + id + "/series?points=500" + range)
                .expect(200)
                .json();
        assertThat(raw.path("resolution").asString()).isEqualTo("RAW");
        assertThat(raw.path("at").size()).isEqualTo(120);
        JsonNode hours = admin.get(API + "datastreams/" + id + "/series?points=50" + range)
                .expect(200)
                .json();
        assertThat(hours.path("resolution").asString()).isEqualTo("HOUR");
        long count = 0;
        for (JsonNode each : hours.path("count")) {
            count += each.asLong();
        }
        assertThat(count).isEqualTo(120);
        String csv = admin.get(API + "datastreams/" + id + "/observations.csv")
                .expect(200)
                .text();
        assertThat(csv.lines()).hasSize(121);
        assertThat(csv).startsWith("time,value,unit,quality,received\n").contains(",119,µg/m³,");
        JsonNode geo = admin.get(API + "datastreams/" + id + "/observations.geojson")
                .expect(200)
                .json();
        assertThat(geo.path("features").size()).isEqualTo(120);
        assertThat(geo.at("/features/0/geometry/coordinates/1").asDouble()).isEqualTo(44.49);
        admin.get(API + "datastreams/" + id + "/series?points=5").expect(400);
    }

    @Test
    void longTimesAreDrawnFromTheRollUpsOfTheStream() {
        create("rolled-1");
        awaitKnown("rolled-1");
        long id = device("rolled-1").at("/channels/0/datastream").asLong();
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3 * 3_600);
        for (int i = 0; i < 3; i++) {
            store(Map.of(
                    "datastream", id, "time", hour.plusSeconds(i * 3_600L + 60).toString(), "value", i));
        }
        JdbcClient sql = server.bean(JdbcClient.class);
        for (int i = 0; i < 2; i++) {
            // another mean than the observations have, so that it shows where it comes from
            sql.sql("insert into facts.rollup (datastream, span, at, count, flagged, sum, low, high)"
                            + " values (?, 'H', ?, 4, 1, ?, ?, ?)")
                    .param(id)
                    .param(java.sql.Timestamp.from(hour.plusSeconds(i * 3_600L)))
                    .param(400.0 + i)
                    .param(90.0)
                    .param(110.0)
                    .update();
        }
        String path = API + "datastreams/" + id + "/series?resolution=HOUR&from=" + hour + "&to=" + Instant.now();
        JsonNode series = admin.get(path).expect(200).json();
        // the newest roll-up may still grow: it and what is newer is made of the observations
        assertThat(series.path("mean").toString()).isEqualTo("[100.0,1.0,2.0]");
        assertThat(series.path("count").toString()).isEqualTo("[4,1,1]");
        assertThat(series.path("flagged").toString()).isEqualTo("[1,1,1]");
        assertThat(series.path("max").toString()).isEqualTo("[110.0,1.0,2.0]");
        // an observation from before the first roll-up: those would leave it out
        store(Map.of("datastream", id, "time", hour.minusSeconds(60).toString(), "value", 7));
        JsonNode older = admin.get(
                        path.replace(hour.toString(), hour.minusSeconds(3_600).toString()))
                .expect(200)
                .json();
        assertThat(older.path("mean").toString()).isEqualTo("[7.0,0.0,1.0,2.0]");
    }
}

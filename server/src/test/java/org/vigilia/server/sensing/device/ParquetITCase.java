package org.vigilia.server.sensing.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.jerolba.carpet.CarpetReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.facts.FactStore;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** A Parquet file that is downloaded holds what was stored. */
class ParquetITCase {

    @Test
    void theFileHoldsWhatWasStored(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start()) {
            Browser admin = server.administrator();
            JsonNode device = admin.post(
                            "/api/v1/sensing/devices",
                            Map.of(
                                    "id", "p-1",
                                    "name", "Roof",
                                    "kind", "WEATHER",
                                    "channels", List.of(Map.of("channel", "temperature", "quantity", "TEMPERATURE"))))
                    .expect(201)
                    .json();
            long id = device.at("/device/channels/0/datastream").asLong();
            Instant begin = Instant.now().minusSeconds(20_000).truncatedTo(ChronoUnit.MICROS);
            DatastreamId datastream = new DatastreamId(id);
            List<Observation> stored = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                stored.add(new Observation(datastream, begin.plusSeconds(i), i / 8.0)
                        .withQuality(i == 7 ? QualityFlag.SPIKE.bit() | QualityFlag.LATE.bit() : 0));
            }
            stored.add(new Observation(
                    datastream, begin.plusSeconds(5_000), null, null, Double.NaN, "\"fog\"", 0, null, 0));
            server.bean(FactStore.class).observations().append(stored);
            String path = "/api/v1/sensing/datastreams/" + id + "/observations.parquet";
            Browser.Answer answer = admin.get(path).expect(200);
            assertThat(answer.header("Content-Disposition").orElse("")).contains(".parquet");
            Path file = Files.write(folder.resolve("all.parquet"), answer.bytes());
            List<ParquetController.Observed> rows =
                    new CarpetReader<>(file.toFile(), ParquetController.Observed.class).toList();
            assertThat(rows).hasSize(5_001);
            assertThat(rows.get(7).time()).isEqualTo(begin.plusSeconds(7));
            assertThat(rows.get(7).value()).isEqualTo(7 / 8.0);
            assertThat(rows.get(7).quality()).isEqualTo("SPIKE LATE");
            assertThat(rows.get(7).unit()).isEqualTo("°C");
            assertThat(rows.get(8).quality()).isEmpty();
            assertThat(rows.get(5_000).value()).isNull();
            assertThat(rows.get(5_000).text()).isEqualTo("\"fog\"");
            Path part = Files.write(
                    folder.resolve("part.parquet"),
                    admin.get(path + "?from=" + begin.plusSeconds(10) + "&to=" + begin.plusSeconds(20))
                            .expect(200)
                            .bytes());
            assertThat(new CarpetReader<>(part.toFile(), ParquetController.Observed.class).toList())
                    .hasSize(10);
            server.person("ADMINISTRATOR", server.agency("Harbour")).get(path).expect(404);
            admin.get(path + "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                    .expect(400);
        }
    }
}

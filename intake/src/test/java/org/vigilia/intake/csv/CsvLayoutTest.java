package org.vigilia.intake.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CsvLayoutTest {

    private static List<String> read(String text) throws IOException, BadLine {
        CsvReader reader = new CsvReader(new StringReader(text));
        CsvLayout layout = CsvLayout.of(Objects.requireNonNull(reader.next()));
        List<String> got = new ArrayList<>();
        while (true) {
            try {
                List<String> fields = reader.next();
                if (fields == null) {
                    return got;
                }
                layout.read(fields, reader.decimalComma())
                        .forEach(r -> got.add(r.origin() + " " + r.value() + " " + r.at()));
            } catch (BadLine e) {
                got.add(reader.line() + ": " + e.reason());
            }
        }
    }

    @Test
    void longAndWideFilesAreRead() throws Exception {
        assertThat(
                        read(
                                "\uFEFFtime,device,channel,value,unit\n2026-11-01T00:00:00Z,a,pm25,1.5,x\n\n2026-11-01,a,\"no2\",2,x\n"))
                .containsExactly(
                        "'pm25' of device 'a' 1.5 2026-11-01T00:00:00Z",
                        "'no2' of device 'a' 2.0 2026-11-01T00:00:00Z");
        assertThat(read("Timestamp;Sensor;pm25;no2\n2026-11-01 01:00+01:00;a;1,5;\n1764061200;b;2;3,25\n"))
                .containsExactly(
                        "'pm25' of device 'a' 1.5 2026-11-01T00:00:00Z",
                        "'pm25' of device 'b' 2.0 2025-11-25T09:00:00Z",
                        "'no2' of device 'b' 3.25 2025-11-25T09:00:00Z");
    }

    @Test
    void badLinesSayWhyAndTheNextOnesAreRead() throws Exception {
        assertThat(
                        read(
                                "time,datastream,value\n2026-11-01,x,1\n2026-11-01,0,1\n2026-11-01,5\n2026-11-01,5,\"1\n2026-11-01,5,9\n"))
                .containsExactly(
                        "2: the datastream 'x' is not a number",
                        "3: the datastream '0' is not a number from 1",
                        "4: the line has 2 fields, but 3 are needed",
                        "5: a quotation mark is not closed",
                        "datastream 5 9.0 2026-11-01T00:00:00Z");
    }

    @Test
    void aFirstLineThatNamesTooLittleIsRefused() {
        assertThatThrownBy(() -> CsvLayout.of(List.of("a", "b"))).hasMessageContaining("no column 'time'");
        assertThatThrownBy(() -> CsvLayout.of(List.of("time", "pm25"))).hasMessageContaining("no column 'device'");
        assertThatThrownBy(() -> CsvLayout.of(List.of("time", "device"))).hasMessageContaining("no column 'value'");
        assertThatThrownBy(() -> CsvLayout.of(List.of("time", "value")))
                .hasMessageContaining("'device' and 'channel', or 'datastream'");
    }
}

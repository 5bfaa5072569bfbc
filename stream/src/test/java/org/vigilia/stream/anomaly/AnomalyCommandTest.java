package org.vigilia.stream.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnomalyCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path data = Path.of("");
    private Path result = Path.of("");

    @BeforeEach
    void folders() {
        data = folder.resolve("data");
        result = folder.resolve("out");
    }

    private int run(String... arguments) {
        return new AnomalyCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private int run() {
        return run("--data", data.toString(), "--out", result.toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String series(int rows) {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        double[] values = Town.noise(5, rows);
        values[rows - 10] = 2000;
        for (int i = 0; i < rows; i++) {
            String time = Town.time(i).toString().replace('T', ' ').replace("Z", "");
            text.append(time).append(',').append(values[i]).append("0\n");
        }
        return text.toString();
    }

    @Test
    void keepsFoldersRowsAndTextAndAddsTheScore() throws IOException {
        write("north/air.csv", series(700));
        write("south.csv", series(300));
        write("notes.txt", "hello");
        write("labels.csv", "series,label\na,b\n");
        assertEquals(0, run(), err.toString(StandardCharsets.UTF_8));

        List<String> before = Files.readAllLines(data.resolve("north/air.csv"));
        List<String> after = Files.readAllLines(result.resolve("north/air.csv"));
        assertEquals("timestamp,value,anomaly_score", after.get(0));
        assertEquals(before.size(), after.size());
        for (int i = 1; i < after.size(); i++) {
            assertTrue(after.get(i).startsWith(before.get(i) + ","), after.get(i));
            double score =
                    Double.parseDouble(after.get(i).substring(after.get(i).lastIndexOf(',') + 1));
            assertTrue(score >= 0 && score <= 1, after.get(i));
            assertEquals(i == 691, score >= AnomalyDetector.ALARM, after.get(i));
        }
        assertTrue(Files.exists(result.resolve("south.csv")));
        assertFalse(Files.exists(result.resolve("labels.csv")));
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("notes.txt left out") && told.contains("labels.csv left out"), told);
        JsonNode line = JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
        assertEquals("anomaly", line.path("name").asString());
        assertEquals("rows/s", line.path("unit").asString());
        assertEquals(1000, line.path("rows").asInt());
        assertTrue(line.path("value").asDouble() > 0 && line.path("limit").asDouble() > 0);
    }

    @Test
    void missingValuesAndOffsetsAreRead() throws IOException {
        write(
                "a.csv",
                "timestamp,value\n2026-01-01T00:00:00Z,1\n2026-01-01T01:05:00+01:00,\n2026-01-01 00:10:00.5,x\n\n");
        assertEquals(0, run(), err.toString(StandardCharsets.UTF_8));
        assertEquals(
                List.of(
                        "timestamp,value,anomaly_score",
                        "2026-01-01T00:00:00Z,1,0.0",
                        "2026-01-01T01:05:00+01:00,,0.0",
                        "2026-01-01 00:10:00.5,x,0.0"),
                Files.readAllLines(result.resolve("a.csv")));
    }

    @Test
    void saysWhichRowCannotBeRead() throws IOException {
        write("a.csv", "timestamp,value\n2026-01-01 00:00:00,1\nyesterday,2\n");
        assertEquals(2, run());
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("a.csv, line 3") && told.contains("yesterday"), told);
    }

    @Test
    void wrongCallsSayWhatToDo() throws IOException {
        assertEquals(2, run("--data", data.toString()));
        assertEquals(2, run("--dat", data.toString()));
        assertEquals(2, run());
        write("x.txt", "");
        assertEquals(2, run());
        assertEquals(
                2, run("--data", data.toString(), "--out", data.resolve("out").toString()));
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("--out is missing"), told);
        assertTrue(told.contains("unknown option '--dat'"), told);
        assertTrue(told.contains("is not a folder"), told);
        assertTrue(told.contains("no file *.csv"), told);
        assertTrue(told.contains("outside of --data"), told);
    }
}

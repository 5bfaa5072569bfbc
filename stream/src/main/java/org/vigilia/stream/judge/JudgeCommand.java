package org.vigilia.stream.judge;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.scene.Scene;
import org.vigilia.facts.FactJson;
import org.vigilia.stream.rule.CameraJudge;
import org.vigilia.stream.rule.RuleWatch;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code judge --scene scene.yml [--reverse-lanes] --facts -|FILE --events out.jsonl|- [--fps F]}: judges facts of a
 * video, one JSON object a line, times counted from 1970-01-01T00:00:00Z as the start of the video.
 *
 * <p>Writes one JSON object for every alert at the moment it is raised. Needs no database and no engine. The first line
 * may be {@code {"fps":25.0}} instead of a fact, as vision writes it into a pipe; {@code --fps} comes before it, and
 * without either the frame is null. Track ids that end in a number are written as that number, as in tracks files.
 */
public final class JudgeCommand {

    private static final String USAGE =
            "usage: judge --scene scene.yml [--reverse-lanes] --facts -|FILE --events -|FILE [--fps F]";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** @param in what {@code --facts -} reads */
    public JudgeCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code: 0 done, 2 when the call, the scene or a fact is wrong. */
    public int run(List<String> arguments) {
        try {
            return judge(Options.of(arguments));
        } catch (IllegalArgumentException e) {
            err.println("judge: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("judge: cannot read or write: " + e.getMessage());
            return 2;
        }
    }

    private record Options(
            String scene,
            boolean reverseLanes,
            String facts,
            String events,
            @Nullable Double fps) {

        static Options of(List<String> arguments) {
            Map<String, String> values = new HashMap<>();
            boolean reverse = false;
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                switch (argument) {
                    case "--reverse-lanes" -> reverse = true;
                    case "--scene", "--facts", "--events", "--fps" -> {
                        i++;
                        if (i == arguments.size()) {
                            throw new IllegalArgumentException(argument + " needs a value; " + USAGE);
                        }
                        values.put(argument, arguments.get(i));
                    }
                    default -> throw new IllegalArgumentException("unknown option '" + argument + "'; " + USAGE);
                }
            }
            return new Options(
                    needed(values, "--scene"),
                    reverse,
                    needed(values, "--facts"),
                    needed(values, "--events"),
                    fps(values.get("--fps")));
        }

        private static String needed(Map<String, String> values, String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(name + " is missing; " + USAGE);
            }
            return value;
        }

        private static @Nullable Double fps(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                double fps = Double.parseDouble(text);
                if (fps > 0 && fps <= 1000) {
                    return fps;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--fps must be a number, but is '" + text + "'", e);
            }
            throw new IllegalArgumentException("--fps must be more than 0 and at most 1000, but is " + text);
        }
    }

    private int judge(Options options) throws IOException {
        Scene drawn = SceneFile.read(Path.of(options.scene));
        Scene scene = options.reverseLanes ? drawn.withLanesReversed() : drawn;
        Map<CameraId, CameraJudge> judges = new HashMap<>();
        Troubles troubles = new Troubles(err);
        Double fps = options.fps;
        long facts = 0;
        long alerts = 0;
        try (BufferedReader reader = open(options.facts);
                Writer writer = create(options.events)) {
            long lineNumber = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lineNumber++;
                if (line.isBlank()) {
                    continue;
                }
                Double told = lineNumber == 1 ? findFps(line) : null;
                if (told != null) {
                    fps = fps == null ? told : fps;
                    continue;
                }
                Fact fact = read(line, lineNumber);
                facts++;
                CameraJudge judge = judges.computeIfAbsent(fact.camera(), camera -> begin(camera, scene, troubles));
                for (AlertChange change : judge.see(fact, fact.at())) {
                    if (change.phase() == AlertChange.Phase.RAISED) {
                        alerts++;
                        write(writer, change, fps);
                    }
                }
            }
        }
        err.println("judge: " + facts + " facts, " + alerts + " alerts" + troubles.summary());
        return 0;
    }

    private static @Nullable Double findFps(String line) {
        try {
            JsonNode fps = JSON.readTree(line).get("fps");
            return fps != null && fps.isNumber() && fps.asDouble() > 0 ? fps.asDouble() : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** "camera:1:7" is 7 in tracks files; ids of other makes stay as they are. */
    private static Object number(TrackId track) {
        String text = track.value().substring(track.value().lastIndexOf(':') + 1);
        return text.matches("\\d{1,15}") ? (Object) Long.valueOf(text) : track.value();
    }

    private static CameraJudge begin(CameraId camera, Scene scene, RuleWatch watch) {
        CameraJudge judge = CameraJudge.fresh(camera, watch);
        judge.follow(scene, 1);
        return judge;
    }

    private static Fact read(String line, long lineNumber) {
        try {
            return FactJson.readFact(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("facts, line " + lineNumber + ": " + e.getMessage(), e);
        }
    }

    private BufferedReader open(String facts) throws IOException {
        InputStream source = facts.equals("-") ? in : Files.newInputStream(Path.of(facts));
        return new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8), 1 << 16);
    }

    private Writer create(String events) throws IOException {
        return events.equals("-")
                ? new BufferedWriter(new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8))
                : Files.newBufferedWriter(Path.of(events));
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static void write(Writer writer, AlertChange change, @Nullable Double fps) throws IOException {
        double atSeconds = Duration.between(Instant.EPOCH, change.at()).toMillis() / 1000.0;
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("rule", change.rule().value());
        event.put("type", change.kind().name());
        event.put("severity", change.severity().name());
        event.put("atSeconds", atSeconds);
        event.put("frame", fps == null ? null : 1 + Math.round(atSeconds * fps));
        event.put(
                "trackIds",
                change.proof().tracks().stream().map(JudgeCommand::number).toList());
        event.put("zone", change.part());
        event.put("message", change.message());
        writer.write(JSON.writeValueAsString(event));
        writer.write('\n');
        writer.flush();
    }

    /** Tells once for each rule that it broke down, and counts what was dropped. */
    private static final class Troubles implements RuleWatch {

        private final PrintStream err;
        private final Map<String, Integer> failures = new HashMap<>();
        private int late;

        Troubles(PrintStream err) {
            this.err = err;
        }

        @Override
        public void ruleFailed(CameraId camera, Rule rule, RuntimeException cause) {
            if (failures.merge(rule.id().value(), 1, Integer::sum) == 1) {
                err.println("judge: rule '" + rule.name() + "' failed: " + cause);
            }
        }

        @Override
        public void factLate(Fact fact) {
            late++;
        }

        @Override
        public void factFromTheFuture(Fact fact) {
            late++;
        }

        String summary() {
            return (late == 0 ? "" : ", " + late + " facts out of order dropped")
                    + (failures.isEmpty() ? "" : ", failed rules " + failures);
        }
    }
}

package org.vigilia.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code vigilia evidence}: what the evidence room does, from the console. */
@Command(
        name = "evidence",
        description = "Evidence from the console of this machine",
        subcommands = {Evidence.Export.class})
final class Evidence implements Callable<Integer> {
    private static final Duration MAKING_LIMIT = Duration.ofMinutes(30);

    @Override
    public Integer call() {
        throw new UserError("Say what to do: evidence export");
    }

    /** {@code vigilia evidence export}. */
    @Command(
            name = "export",
            description = {
                "Export a clip of a camera's recording as a signed package (.vgx), whether Vigilia is running or not",
                "The clip is sealed in the evidence room and stays there; who exported it is recorded"
            })
    static final class Export implements Callable<Integer> {
        @Option(names = "--camera", paramLabel = "NAME", required = true, description = "name or id of the camera")
        @SuppressWarnings("NullAway.Init")
        private String camera;

        @Option(
                names = "--from",
                paramLabel = "T",
                required = true,
                description = "2026-11-28T23:15:00Z, with an offset (+02:00), or without: by this machine's time zone")
        @SuppressWarnings("NullAway.Init")
        private String from;

        @Option(names = "--to", paramLabel = "T", required = true, description = "its end, likewise")
        @SuppressWarnings("NullAway.Init")
        private String to;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "the package to write, .vgx")
        @SuppressWarnings("NullAway.Init")
        private Path out;

        @Option(names = "--why", paramLabel = "TEXT", description = "why; stands in the package and the log")
        private @Nullable String why;

        @Option(names = "--case", paramLabel = "N", description = "number of an open case, 2026-0001")
        private @Nullable String number;

        @Option(names = "--sources", description = "enclose the whole recorded segments: proof to the recorder")
        private boolean sources;

        @Option(names = "--data", paramLabel = "DIR", description = "data folder; default that of serve or demo")
        private @Nullable Path data;

        @Override
        public Integer call() throws Exception {
            Home home = Home.find(System.getenv());
            Instant start = time("--from", from);
            Instant end = time("--to", to);
            if (!start.isBefore(end)) {
                throw new UserError("--to must be later than --from; they are " + start + " and " + end);
            }
            Path file = out.toAbsolutePath();
            Path folder = file.getParent();
            if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw new UserError("Nothing can be written to " + folder);
            }
            try (Console console = Console.open(home, Console.data(home, data))) {
                JsonNode made = made(console, camera, start, end, why, number, Duration.ofMillis(200));
                String id = made.path("id").asString("");
                console.save("/exhibits/" + id + "/package?sources=" + sources + "&user=" + user(), file);
                tell(made, file);
            }
            return 0;
        }

        private static void tell(JsonNode made, Path file) throws java.io.IOException {
            JsonNode recording = made.path("recording");
            System.out.println("Camera         " + recording.path("cameraName").asString(""));
            System.out.println(
                    "First picture  " + recording.path("firstPicture").asString(""));
            System.out.println("Last picture   " + recording.path("lastPicture").asString(""));
            System.out.println("Clock          " + recording.path("clock").asString("") + ", give or take "
                    + recording.path("uncertaintyMs").asLong() + " ms");
            System.out.println("Lead-in        " + recording.path("leadInMs").asLong()
                    + " ms of pictures before the first one shown remain in the file");
            for (JsonNode gap : recording.path("gaps")) {
                System.out.println("No pictures    " + gap.path("from").asString("") + " to "
                        + gap.path("to").asString("") + ": " + gap.path("cause").asString(""));
            }
            for (JsonNode note : made.path("notes")) {
                System.out.println("Note           " + note.asString(""));
            }
            System.out.println("Package        " + file + " (" + Files.size(file) + " bytes)");
        }
    }

    /** Has a clip made, and waits for it. */
    static JsonNode made(
            Console console,
            String camera,
            Instant from,
            Instant to,
            @Nullable String why,
            @Nullable String number,
            Duration pause)
            throws Exception {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("camera", camera);
        form.put("from", from.toString());
        form.put("to", to.toString());
        form.put("user", user());
        if (why != null) {
            form.put("why", why);
        }
        if (number != null) {
            form.put("number", number);
        }
        JsonNode exhibit = console.ask("POST", "/clips", form);
        String id = exhibit.path("id").asString("");
        long deadline = System.nanoTime() + MAKING_LIMIT.toNanos();
        while (exhibit.path("state").asString("").equals("MAKING")) {
            if (System.nanoTime() > deadline) {
                throw new UserError("The clip is still being made; look at exhibit " + id + " later.");
            }
            Thread.sleep(pause.toMillis());
            exhibit = console.ask("GET", "/exhibits/" + id, null);
        }
        if (!exhibit.path("state").asString("").equals("READY")) {
            throw new UserError("There is no clip: " + exhibit.path("failure").asString(""));
        }
        return exhibit;
    }

    static String user() {
        return System.getProperty("user.name", "somebody").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** An instant, a time with an offset, or a local time of this machine. */
    static Instant time(String option, String text) {
        String plain = text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) (\\d)", "$1T$2");
        try {
            return OffsetDateTime.parse(plain).toInstant();
        } catch (DateTimeException noOffset) {
            try {
                return ZonedDateTime.parse(plain).toInstant();
            } catch (DateTimeException noZone) {
                try {
                    return LocalDateTime.parse(plain)
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
                } catch (DateTimeException nothing) {
                    throw new UserError(option + " is no time: '" + text + "'. Write 2026-11-28T23:15:00Z,"
                            + " 2026-11-28T23:15:00+02:00 or 2026-11-28T23:15:00 (" + ZoneId.systemDefault() + ").");
                }
            }
        }
    }
}

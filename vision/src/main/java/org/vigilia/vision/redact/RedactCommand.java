package org.vigilia.vision.redact;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.mark.MarkPlan;
import org.vigilia.vision.mark.Marks;
import org.vigilia.vision.mark.TracePlan;
import org.vigilia.vision.mark.TraceResult;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code redact propose|render|anonymise|overlay|mark|trace}: a process of its own for one clip, started by the server. */
public final class RedactCommand {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String USAGE = """
            usage: redact propose   --input CLIP --plan OUT.json [--models DIR]
                   redact render    --input CLIP --plan PLAN.json --out OUT.mp4
                   redact anonymise --input CLIP --out OUT.mp4 [--models DIR]
                   redact overlay   --input CLIP --plan PLAN.json --out OUT.mp4
                   redact mark      --input FILE --plan PLAN.json --out OUT.mp4|OUT.jpg
                   redact trace     --input CLIP --copy FILE --plan PLAN.json --out OUT.json
            Standard error tells how far it is: lines 'progress 0.42'; and what is to be known: lines 'note …'.
            """;

    private RedactCommand() {}

    /** Returns the exit code: 0 done, 1 the work failed, 2 asked wrongly. */
    public static int run(List<String> arguments, PrintStream err) {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String task = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> needed = switch (task) {
            case "propose" -> List.of("--input", "--plan");
            case "render", "overlay", "mark" -> List.of("--input", "--plan", "--out");
            case "trace" -> List.of("--input", "--copy", "--plan", "--out");
            case "anonymise" -> List.of("--input", "--out");
            default -> List.of("a task");
        };
        if (!options.keySet().containsAll(needed)) {
            err.println("redact: " + String.join(", ", needed) + " needed");
            err.print(USAGE);
            return 2;
        }
        try {
            run(task, options, tell(err), note -> err.println("note " + note));
            return 0;
        } catch (VideoUnreadable | ModelUnusable | IOException | JacksonException e) {
            err.println("redact: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static void run(String task, Map<String, String> options, DoubleConsumer progress, Consumer<String> note)
            throws VideoUnreadable, ModelUnusable, IOException, InterruptedException {
        Path input = Path.of(options.getOrDefault("--input", ""));
        Path plan = Path.of(options.getOrDefault("--plan", ""));
        Path out = Path.of(options.getOrDefault("--out", ""));
        switch (task) {
            case "render" -> Rendering.run(input, read(plan, RedactionPlan.class), out, progress);
            case "overlay" -> Overlay.run(input, read(plan, OverlayPlan.class), out, progress, note);
            case "mark" -> Marks.mark(input, read(plan, MarkPlan.class), out, progress);
            case "trace" -> {
                Path copy = Path.of(options.getOrDefault("--copy", ""));
                TraceResult found = Marks.trace(input, copy, read(plan, TracePlan.class), progress);
                Files.writeString(out, JSON.writeValueAsString(found));
            }
            default -> detect(task, options, input, plan, out, progress);
        }
    }

    private static <T> T read(Path plan, Class<T> kind) throws IOException {
        return JSON.readValue(Files.readString(plan), kind);
    }

    private static void detect(
            String task, Map<String, String> options, Path input, Path plan, Path out, DoubleConsumer progress)
            throws VideoUnreadable, ModelUnusable, IOException, InterruptedException {
        String models = options.get("--models");
        ModelStore store = ModelStore.at(models == null ? ModelStore.defaultFolder() : Path.of(models));
        try (Detector detector = Detector.open(store.detectors())) {
            if (task.equals("anonymise")) {
                Rendering.anonymous(input, detector, out, progress);
            } else {
                RedactionPlan found = new Proposal(detector, progress).make(input);
                Files.writeString(plan, JSON.writeValueAsString(found));
            }
        }
    }

    /** A line for each percent. */
    private static DoubleConsumer tell(PrintStream err) {
        int[] told = {-1};
        return share -> {
            int percent = (int) (share * 100);
            if (percent > told[0]) {
                told[0] = percent;
                err.println(String.format(Locale.ROOT, "progress %.2f", percent / 100.0));
            }
        };
    }
}

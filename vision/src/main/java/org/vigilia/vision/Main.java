package org.vigilia.vision;

import java.util.Arrays;
import java.util.List;
import org.vigilia.vision.analyse.AnalyseCommand;
import org.vigilia.vision.bench.VisionBench;
import org.vigilia.vision.models.ModelsCommand;
import org.vigilia.vision.redact.RedactCommand;
import org.vigilia.vision.worker.WorkCommand;

/** The command line of the vision module: one subcommand per job. */
public final class Main {

    private Main() {}

    /** Runs a subcommand and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (command) {
            case "analyse" -> AnalyseCommand.run(rest, System.out, System.err);
            case "work" -> WorkCommand.run(rest, System.err);
            case "models" -> ModelsCommand.run(rest, System.out, System.err);
            case "redact" -> RedactCommand.run(rest, System.err);
            case "bench" -> bench(rest);
            default -> {
                System.err.println("unknown subcommand '" + command + "' " + rest);
                yield 2;
            }
        };
    }

    private static int bench(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("vision")) {
            System.err.println("usage: bench vision --input FILE [--frames N]");
            return 2;
        }
        return VisionBench.run(arguments.subList(1, arguments.size()), System.out, System.err);
    }
}

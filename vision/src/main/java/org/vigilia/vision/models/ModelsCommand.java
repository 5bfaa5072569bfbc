package org.vigilia.vision.models;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./vigilia models}: fetches the pinned networks and makes them ready. */
public final class ModelsCommand {

    private static final String USAGE = """
            usage: vigilia models [--cache DIR] [--force] [--size WIDTHxHEIGHT ...] [--float]
              --cache DIR    where networks are kept (default %s)
              --force        convert again even if it is there
              --size WxH     also make the detector for this input size, multiples of 32 (416x320 and 512x288 always are)
              --float        write floating-point networks beside the 8-bit ones
            """;

    private ModelsCommand() {}

    /** Runs the command; returns the exit code. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (!arguments.isEmpty() && arguments.get(0).equals("calibrate")) {
            return CalibrateCommand.run(arguments.subList(1, arguments.size()), out, err);
        }
        Path cache = ModelStore.defaultFolder();
        List<InputSize> sizes = new ArrayList<>(List.of(InputSize.FOUR_TO_THREE, InputSize.SIXTEEN_TO_NINE));
        boolean force = false;
        boolean floating = false;
        try {
            for (int i = 0; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case "--cache" -> cache = Path.of(value(arguments, ++i));
                    case "--size" -> sizes.add(InputSize.parse(value(arguments, ++i)));
                    case "--force" -> force = true;
                    case "--float" -> floating = true;
                    default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
                }
            }
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.printf(USAGE, ModelStore.defaultFolder());
            return 2;
        }
        try {
            ModelStore store = new ModelStore(cache, out, System.console() != null);
            store.prepare(sizes, false, force);
            if (floating) {
                store.prepare(sizes, true, force);
            }
            out.println("models ready in " + cache);
            return 0;
        } catch (IOException | ConversionException e) {
            err.println("models: " + e.getMessage());
            return 1;
        }
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(at - 1) + " needs a value");
        }
        return arguments.get(at);
    }
}

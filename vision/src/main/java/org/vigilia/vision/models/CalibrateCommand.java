package org.vigilia.vision.models;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigilia.vision.decode.VideoUnreadable;

/**
 * {@code ./vigilia models calibrate}: measures the value ranges that quantisation needs. For maintainers: the result is
 * a resource of this module and is only made again when the network changes.
 */
final class CalibrateCommand {

    private static final int PICTURES_PER_CLIP = 12;

    private CalibrateCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Path cache = ModelStore.defaultFolder();
        Path output = Path.of("nanodet-ranges.txt");
        List<Path> clips = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean last = i + 1 == arguments.size();
            switch (arguments.get(i)) {
                case "--cache" -> cache = Path.of(last ? "" : arguments.get(++i));
                case "--output" -> output = Path.of(last ? "" : arguments.get(++i));
                default -> clips.add(Path.of(arguments.get(i)));
            }
        }
        if (clips.isEmpty()) {
            err.println("usage: vigilia models calibrate [--cache DIR] [--output FILE] VIDEO...");
            return 2;
        }
        ModelStore store = new ModelStore(cache, out, System.console() != null);
        Map<InputSize, Calibrator> sizes = new LinkedHashMap<>();
        try {
            for (InputSize size : List.of(InputSize.FOUR_TO_THREE, InputSize.SIXTEEN_TO_NINE)) {
                sizes.put(size, new Calibrator(store.convert(size, true), ModelStore.input(size)));
            }
            Ranges ranges = Calibrator.measure(sizes, clips, PICTURES_PER_CLIP);
            Files.writeString(
                    output,
                    "# Between which values the tensors of this network move: tensor, lower bound, upper bound.\n"
                            + "# Made by './vigilia models calibrate'; see docs/decisions/0021-ranges-not-pictures.md\n"
                            + ranges.asText());
            out.println(ranges.size() + " ranges written to " + output);
            return 0;
        } catch (IOException | VideoUnreadable | OrtException e) {
            err.println("calibrate: " + e.getMessage());
            return 1;
        } finally {
            sizes.values().forEach(Calibrator::close);
        }
    }
}

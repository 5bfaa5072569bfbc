package org.vigilia.vision.analyse;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.vision.models.ModelStore;

/**
 * What is asked of an analysis.
 *
 * @param input video file, or address of one
 * @param scene zones, lanes and rules; null for none
 * @param output what is wanted
 * @param reverseLanes turn all lanes of the scene round
 * @param frames stop after so many frames; {@link Long#MAX_VALUE} for all
 * @param from how the work is done
 */
record AnalyseOptions(String input, @Nullable Path scene, Output output, boolean reverseLanes, long frames, How from) {

    static final String USAGE = """
            usage: analyse --input FILE|URL [--scene scene.yml] [--tracks out.txt] [--facts out.jsonl]
                   [--facts-to-stdout] [--sound out.jsonl] [--reverse-lanes] [--frames N] [--start INSTANT] [--threads N]
                   [--models DIR]
              --tracks FILE      one line an object and frame: frame,id,left,top,width,height,confidence,class,visibility
              --facts FILE       facts, one JSON object a line
              --facts-to-stdout  the same on standard output
              --sound FILE       what its sound track tells, one JSON object a line: levels of each second, and events
              --start INSTANT    when the video was taken, such as 2026-11-22T08:00:00Z (default 1970-01-01T00:00:00Z)
              --progress         a progress bar even if standard error is not a terminal
            """;

    /**
     * What is wanted.
     *
     * @param tracks file for paths; null for none
     * @param facts file for facts; null for none
     * @param factsToStdout facts on standard output
     * @param sound file for what is heard; null for none
     */
    record Output(
            @Nullable Path tracks,
            @Nullable Path facts,
            boolean factsToStdout,
            @Nullable Path sound) {}

    /**
     * How the work is done.
     *
     * @param start time of the first frame
     * @param threads frames looked at side by side, 1..16
     * @param models folder of the model store
     * @param bar show a moving bar
     */
    record How(Instant start, int threads, Path models, boolean bar) {}

    /** @throws CannotAnalyse saying which option is wrong */
    static AnalyseOptions parse(List<String> arguments, boolean terminal) throws CannotAnalyse {
        String input = null;
        Path scene = null;
        Path tracks = null;
        Path facts = null;
        Path sound = null;
        boolean stdout = false;
        boolean reverse = false;
        boolean bar = terminal;
        long frames = Long.MAX_VALUE;
        long threads = 2;
        Instant start = Instant.EPOCH;
        Path models = ModelStore.defaultFolder();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            switch (option) {
                case "--input" -> input = value(arguments, ++i);
                case "--scene" -> scene = Path.of(value(arguments, ++i));
                case "--tracks" -> tracks = Path.of(value(arguments, ++i));
                case "--facts" -> facts = Path.of(value(arguments, ++i));
                case "--facts-to-stdout" -> stdout = true;
                case "--sound" -> sound = Path.of(value(arguments, ++i));
                case "--reverse-lanes" -> reverse = true;
                case "--progress" -> bar = true;
                case "--frames" -> frames = number(arguments, ++i, 1, Long.MAX_VALUE);
                case "--threads" -> threads = number(arguments, ++i, 1, 16);
                case "--models" -> models = Path.of(value(arguments, ++i));
                case "--start" -> start = instant(value(arguments, ++i));
                default -> throw new CannotAnalyse("unknown option '" + option + "'");
            }
        }
        if (input == null) {
            throw new CannotAnalyse("--input is missing");
        }
        return new AnalyseOptions(
                input,
                scene,
                new Output(tracks, facts, stdout, sound),
                reverse,
                frames,
                new How(start, (int) threads, models, bar));
    }

    private static String value(List<String> arguments, int at) throws CannotAnalyse {
        if (at >= arguments.size()) {
            throw new CannotAnalyse(arguments.get(at - 1) + " needs a value");
        }
        return arguments.get(at);
    }

    private static long number(List<String> arguments, int at, long min, long max) throws CannotAnalyse {
        String text = value(arguments, at);
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new CannotAnalyse(arguments.get(at - 1) + " needs a whole number, but got '" + text + "'");
        }
        throw new CannotAnalyse(arguments.get(at - 1) + " must be at least " + min
                + (max == Long.MAX_VALUE ? "" : " and at most " + max) + ", but is " + text);
    }

    private static Instant instant(String text) throws CannotAnalyse {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CannotAnalyse("--start needs a time such as 2026-11-22T08:00:00Z, but got '" + text + "'");
        }
    }
}

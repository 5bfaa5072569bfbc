package org.vigilia.vision.analyse;

import java.io.PrintStream;
import java.util.List;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.models.ModelUnusable;

/** {@code ./vigilia analyse}: finds out what happens in a video file, without database or server. */
public final class AnalyseCommand {

    private AnalyseCommand() {}

    /** Runs the command; returns the exit code: 0 done, 1 the work failed, 2 asked wrongly. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        AnalyseOptions options;
        try {
            options = AnalyseOptions.parse(arguments, System.console() != null);
        } catch (CannotAnalyse e) {
            err.println("analyse: " + e.getMessage());
            err.print(AnalyseOptions.USAGE);
            return 2;
        }
        try {
            new Analysis(options, out, err).run();
            return 0;
        } catch (CannotAnalyse | VideoUnreadable | ModelUnusable e) {
            err.println("analyse: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("analyse: interrupted");
            return 130;
        }
    }
}

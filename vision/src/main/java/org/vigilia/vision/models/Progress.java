package org.vigilia.vision.models;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a job is: a bar that moves on a terminal, a line every tenth elsewhere.
 *
 * <p>Not thread-safe.
 */
final class Progress {

    private static final int BAR = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final String what;
    private final long total;
    private int shown = -1;

    Progress(PrintStream out, boolean terminal, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.total = Math.max(1, total);
    }

    void at(long done) {
        int percent = (int) Math.min(100, done * 100 / total);
        int step = terminal ? percent : percent / 10 * 10;
        if (step == shown) {
            return;
        }
        shown = step;
        String text = String.format(Locale.ROOT, "%s %3d %% of %d MB", what, percent, total / 1_000_000);
        if (terminal) {
            int full = percent * BAR / 100;
            out.print("\r" + text + " [" + "#".repeat(full) + ".".repeat(BAR - full) + "]");
            if (percent == 100) {
                out.println();
            }
            out.flush();
        } else {
            out.println(text);
        }
    }
}

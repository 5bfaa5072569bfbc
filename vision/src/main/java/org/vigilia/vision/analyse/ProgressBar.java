package org.vigilia.vision.analyse;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far an analysis is: a moving bar on a terminal, a plain line every five seconds elsewhere. Not thread-safe. */
final class ProgressBar {

    private static final int WIDTH = 30;
    private static final long BAR_PAUSE_NANOS = 100_000_000L;
    private static final long LINE_PAUSE_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean bar;
    private final long total;
    private final LongSupplier nanoClock;
    private final long began;
    private long shown;

    /** @param total frames that are expected; 0 when unknown */
    ProgressBar(PrintStream out, boolean bar, long total, LongSupplier nanoClock) {
        this.out = out;
        this.bar = bar;
        this.total = total;
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
        this.shown = began;
    }

    void at(long frames) {
        long now = nanoClock.getAsLong();
        if (now - shown >= (bar ? BAR_PAUSE_NANOS : LINE_PAUSE_NANOS)) {
            shown = now;
            show(frames, now, false);
        }
    }

    void done(long frames) {
        show(frames, nanoClock.getAsLong(), true);
    }

    private void show(long frames, long now, boolean last) {
        double seconds = Math.max(1e-3, (now - began) / 1e9);
        double fps = frames / seconds;
        long expected = last ? frames : Math.max(total, frames);
        String text = String.format(
                Locale.ROOT,
                "frame %d%s, %.1f frames/s%s",
                frames,
                total > 0 || last ? "/" + expected : "",
                fps,
                last || total <= 0 || fps <= 0
                        ? String.format(Locale.ROOT, ", %.1f s", seconds)
                        : String.format(Locale.ROOT, ", %.0f s left", (expected - frames) / fps));
        if (!bar) {
            out.println(text);
            return;
        }
        int full = expected == 0 ? WIDTH : (int) Math.min(WIDTH, frames * WIDTH / expected);
        out.print("\r[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + text + "   ");
        if (last) {
            out.println();
        }
        out.flush();
    }
}

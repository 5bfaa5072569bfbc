package org.vigilia.server.sensing.arrival;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Reading;
import org.vigilia.server.Problem;

/** One import, from its begin to its end. {@link #view} may be called by any thread. */
final class CsvImport {

    private static final int BATCH = 2_000;

    private final String id;
    private final Path file;
    private final Arrivals arrivals;
    private final Sender sender;
    private final Clock clock;
    private final Instant startedAt;
    private int done;
    private int stored;
    private int duplicates;
    private int refused;
    private CsvController.Job.State state = CsvController.Job.State.RUNNING;
    private @Nullable String problem;
    private @Nullable Instant endedAt;

    CsvImport(String id, Path file, Arrivals arrivals, Sender sender, Clock clock) {
        this.id = id;
        this.file = file;
        this.arrivals = arrivals;
        this.sender = sender;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Stores what is good. Each batch is durable by itself, and the same file again doubles nothing. */
    void run() {
        try (CsvLines lines = new CsvLines(file)) {
            List<Reading> batch = new ArrayList<>();
            int read = 0;
            int bad = 0;
            for (CsvLines.Line line = lines.next(); line != null; line = lines.next()) {
                read++;
                bad += line.reason() == null ? 0 : 1;
                batch.addAll(line.readings());
                if (batch.size() >= BATCH) {
                    store(batch, read, bad);
                    batch.clear();
                    bad = 0;
                }
            }
            store(batch, read, bad);
            end(CsvController.Job.State.DONE, null);
        } catch (LogUnavailable e) {
            end(
                    CsvController.Job.State.FAILED,
                    "the database went away; upload the file again, nothing will be doubled");
        } catch (IOException | Problem e) {
            end(CsvController.Job.State.FAILED, "the file could not be read to its end");
        } catch (RuntimeException e) {
            end(CsvController.Job.State.FAILED, "something went wrong; the log of the server says what");
            throw e;
        }
    }

    private void store(List<Reading> batch, int read, int bad) {
        Arrivals.Outcome outcome = arrivals.take(batch, sender);
        synchronized (this) {
            done = read;
            stored += outcome.stored();
            duplicates += outcome.duplicates();
            refused += outcome.refused().size() + bad;
        }
    }

    private synchronized void end(CsvController.Job.State how, @Nullable String why) {
        state = how;
        problem = why;
        endedAt = clock.instant();
    }

    synchronized CsvController.Job view() {
        String counts = stored + " stored, " + duplicates + " there already, " + refused + " refused";
        return new CsvController.Job(
                id,
                state,
                done,
                state == CsvController.Job.State.DONE ? Integer.valueOf(done) : null,
                problem == null ? counts : counts + "; " + problem,
                startedAt,
                endedAt);
    }
}

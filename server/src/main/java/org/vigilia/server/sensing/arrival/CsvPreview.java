package org.vigilia.server.sensing.arrival;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.intake.Refusal;
import org.vigilia.intake.Sender;
import org.vigilia.intake.csv.CsvLayout;

/** What a file holds: every line is looked at, none is stored. */
final class CsvPreview {

    private static final int MAX_SAMPLE = 10;
    static final int MAX_REJECTED = 500;

    private final List<List<String>> sample = new ArrayList<>();
    private final List<CsvController.Rejected> rejected = new ArrayList<>();
    private final CsvLayout layout;
    private int good;
    private int bad;

    private CsvPreview(CsvLayout layout) {
        this.layout = layout;
    }

    static CsvPreview of(Path file, Arrivals arrivals, Sender sender) throws IOException {
        try (CsvLines lines = new CsvLines(file)) {
            CsvPreview preview = new CsvPreview(lines.layout());
            for (CsvLines.Line line = lines.next(); line != null; line = lines.next()) {
                preview.look(line, arrivals, sender);
            }
            return preview;
        }
    }

    private void look(CsvLines.Line line, Arrivals arrivals, Sender sender) {
        if (sample.size() < MAX_SAMPLE && !line.fields().isEmpty()) {
            sample.add(line.fields());
        }
        String reason = line.reason();
        if (reason == null) {
            List<Refusal> refused = arrivals.check(line.readings(), sender);
            reason = refused.isEmpty() ? null : refused.get(0).reason();
        }
        if (reason == null) {
            good++;
            return;
        }
        bad++;
        if (rejected.size() < MAX_REJECTED) {
            rejected.add(new CsvController.Rejected(line.number(), line.text(), reason));
        }
    }

    CsvController.Preview view(String upload) {
        return new CsvController.Preview(
                upload, good + bad, good, bad, layout.columns(), sample, rejected, layout.wide() ? "wide" : "long");
    }
}

package org.vigilia.proof.pack;

import java.util.ArrayList;
import java.util.List;

/** Collects the sentences of a report. Not thread-safe. */
final class Findings {
    private final List<Report.Finding> list = new ArrayList<>();

    void holds(String text) {
        list.add(new Report.Finding(Report.Kind.HOLDS, text));
    }

    void fails(String text) {
        list.add(new Report.Finding(Report.Kind.FAILS, text));
    }

    void note(String text) {
        list.add(new Report.Finding(Report.Kind.NOTE, text));
    }

    void addAll(Findings others) {
        list.addAll(others.list);
    }

    List<Report.Finding> list() {
        return List.copyOf(list);
    }
}

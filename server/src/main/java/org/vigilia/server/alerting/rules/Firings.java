package org.vigilia.server.alerting.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.RuleId;

/** Puts changes of alerts together to firings, and lays them beside what people judged. Safe for many threads. */
final class Firings {

    private static final int FIRST = 500;

    private final List<BackTest.Firing> first = new ArrayList<>();
    private final Map<AlertId, Integer> open = new HashMap<>();
    private List<Verdicts.Judged> judged = List.of();
    private @Nullable RuleId rule;
    private long total;
    private long confirmed;
    private long falseAlarms;

    /** What was found so far. */
    record Summary(List<BackTest.Firing> first, long total, long confirmed, long falseAlarms) {}

    synchronized void verdicts(List<Verdicts.Judged> all, RuleId tried) {
        judged = all;
        rule = tried;
    }

    synchronized void add(AlertChange change) {
        AlertChange.City city = change.city();
        if (city == null) {
            return;
        }
        if (change.phase() == AlertChange.Phase.RAISED) {
            BackTest.Verdict verdict = verdict(change, city);
            total++;
            confirmed += verdict == BackTest.Verdict.CONFIRMED ? 1 : 0;
            falseAlarms += verdict == BackTest.Verdict.FALSE ? 1 : 0;
            if (first.size() < FIRST) {
                open.put(change.alert(), first.size());
                DatastreamId datastream = city.datastream();
                first.add(new BackTest.Firing(
                        change.at(),
                        null,
                        change.message(),
                        datastream == null ? null : datastream.value(),
                        city.name(),
                        city.place(),
                        city.causes(),
                        verdict));
            }
        } else if (change.phase() == AlertChange.Phase.ENDED) {
            Integer index = open.remove(change.alert());
            if (index != null) {
                BackTest.Firing before = first.get(index);
                first.set(
                        index,
                        new BackTest.Firing(
                                before.start(),
                                change.at(),
                                before.message(),
                                before.datastream(),
                                before.name(),
                                before.place(),
                                before.causes(),
                                before.judged()));
            }
        }
    }

    /** Of an alert that went on at this time and is of the same rule or about the same sensor or camera. */
    private BackTest.@Nullable Verdict verdict(AlertChange change, AlertChange.City city) {
        Instant at = change.at();
        for (Verdicts.Judged one : judged) {
            boolean meets = !one.from().isAfter(at.plus(Verdicts.NEAR))
                    && !one.to().isBefore(change.startedAt().minus(Verdicts.NEAR));
            if (meets && same(one, city)) {
                return one.verdict();
            }
        }
        return null;
    }

    private boolean same(Verdicts.Judged one, AlertChange.City city) {
        return Objects.equals(one.rule(), rule)
                || city.causes().stream()
                        .anyMatch(cause -> (cause.datastream() != null
                                        && cause.datastream().equals(one.datastream()))
                                || (cause.camera() != null && cause.camera().equals(one.camera())));
    }

    synchronized Summary summary() {
        return new Summary(List.copyOf(first), total, confirmed, falseAlarms);
    }
}

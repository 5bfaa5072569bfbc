package org.vigilia.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.alert.Cause;
import org.vigilia.contract.alert.SourceEstimate;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.rules.CityState.RuleMemory;

/** Writes what was found as a change of an alert that explains itself. */
final class AlertWriter {

    private static final int MAX_CAUSES = 20;

    private final CityRule rule;
    private final List<Condition.Step> steps;
    private final Scenery scenery;

    AlertWriter(CityRule rule, Scenery scenery) {
        this.rule = rule;
        this.steps = Book.stepsOf(rule);
        this.scenery = scenery;
    }

    /** The same for the same rule, things and time. */
    static String id(CityRule rule, List<Occurrence> members, long at) {
        String things = members.stream().map(Occurrence::key).sorted().collect(Collectors.joining(","));
        String name = "city|" + rule.id() + "|" + things + "|" + at;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param members what made it, the first is what it is about; not empty */
    AlertChange write(RuleMemory.Open open, Phase phase, long at, List<Occurrence> members, @Nullable String remark) {
        Occurrence first = members.get(0);
        List<Cause> causes = members.stream()
                .sorted(Comparator.comparingLong(Occurrence::at))
                .limit(MAX_CAUSES)
                .map(this::cause)
                .toList();
        String message = message(members) + (remark == null ? "" : "; " + remark);
        return new AlertChange(
                new AlertId(open.alert()),
                phase,
                Micros.instant(at),
                Micros.instant(Math.min(open.startedAt(), at)),
                rule.id(),
                rule.kind(),
                rule.severity(),
                null,
                null,
                message,
                AlertChange.Proof.measured(measures(members)),
                new AlertChange.City(
                        rule.agency(),
                        rule.name(),
                        subject(members),
                        scenery.name(first),
                        scenery.place(first),
                        causes,
                        phase == Phase.ENDED ? null : estimate(members, at),
                        rule.advice()));
    }

    private @Nullable DatastreamId subject(List<Occurrence> members) {
        List<Long> felt = members.stream()
                .map(Occurrence::datastream)
                .filter(d -> d != 0)
                .distinct()
                .toList();
        boolean one = felt.size() == 1 || (steps.size() == 1 && !felt.isEmpty());
        return one ? new DatastreamId(felt.get(0)) : null;
    }

    private String message(List<Occurrence> members) {
        Occurrence first = members.get(0);
        if (steps.size() == 1) {
            String also = members.size() == 1 ? "" : " (and " + (members.size() - 1) + " more nearby)";
            return scenery.name(first) + ": " + what(first) + also;
        }
        return rule.name() + ": "
                + members.stream()
                        .limit(4)
                        .map(m -> scenery.name(m) + ": " + what(m))
                        .collect(Collectors.joining("; "));
    }

    private String what(Occurrence member) {
        if (member.step() >= steps.size()) {
            return "part of the rule before it was changed";
        }
        return Figures.what(steps.get(member.step()).condition(), member, scenery.card(member));
    }

    private Cause cause(Occurrence member) {
        DatastreamCard card = scenery.card(member);
        String camera = member.camera();
        String alert = member.alert();
        return new Cause(
                scenery.name(member) + ": " + what(member),
                member.datastream() == 0 ? null : new DatastreamId(member.datastream()),
                camera == null ? null : new CameraId(camera),
                alert == null ? null : new AlertId(alert),
                Micros.instant(member.since()),
                member.value(),
                card == null || card.unit().isEmpty() ? null : card.unit());
    }

    private Map<String, Double> measures(List<Occurrence> members) {
        Map<String, Double> measures = new HashMap<>();
        if (steps.size() > 1) {
            return measures;
        }
        Occurrence first = members.get(0);
        Double value = first.value();
        Double measure = first.measure();
        if (value != null) {
            measures.put("value", value);
        }
        Condition condition = steps.get(0).condition();
        if (condition instanceof Condition.Threshold t) {
            measures.put("limit", t.limit());
        } else if (condition instanceof Condition.RateOfChange r && measure != null) {
            measures.put("change", measure);
            measures.put("overSeconds", r.overSeconds());
        } else if (condition instanceof Condition.MissingData m) {
            measures.put("silenceSeconds", m.seconds());
        } else if (condition instanceof Condition.Unusual && measure != null) {
            measures.put("score", measure);
        }
        return measures;
    }

    private @Nullable SourceEstimate estimate(List<Occurrence> members, long at) {
        List<GeoPoint> felt = new ArrayList<>();
        for (Occurrence member : members) {
            GeoPoint place = scenery.carried(member) ? scenery.place(member) : null;
            if (place != null) {
                felt.add(place);
            }
        }
        return felt.isEmpty()
                ? null
                : new SourceFinder(scenery.book(), scenery.levels()).estimate(rule.agency(), felt, at);
    }
}

package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.rule.Rule;

/** Something is where it must not be. One alert a zone, however many come. */
final class Intrusion implements TrackCondition {

    @Override
    public @Nullable Instant since(TrackUpdate update, Rule rule) {
        ZonePresence presence = TrackCondition.inZone(update, rule.part());
        return presence == null ? null : presence.since();
    }

    @Override
    public boolean ripe(TrackUpdate update, Instant since, Rule rule) {
        return Words.seconds(since, update.at()) >= rule.setting("minSeconds");
    }

    @Override
    public Duration clear(Rule rule) {
        return TrackCondition.atLeast(rule.setting("clearSeconds"));
    }

    @Override
    public boolean bridges(Presence before, TrackUpdate update) {
        return true;
    }

    @Override
    public boolean together(Presence member, TrackUpdate update) {
        return true;
    }

    @Override
    public String subject(TrackUpdate update, Rule rule) {
        return "zone";
    }

    @Override
    public String message(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return (count == 1
                        ? Words.thing(update.objectClass()) + " is"
                        : Words.things(count, update.objectClass()) + " are")
                + " in '" + rule.part() + "' for " + Words.duration(lasts);
    }

    @Override
    public double measure(Duration lasts, int count) {
        return count;
    }

    @Override
    public boolean anyKeepsOpen() {
        return true;
    }

    @Override
    public Map<String, Double> measures(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return Map.of("insideSeconds", Words.seconds(lasts), "objects", (double) count);
    }
}

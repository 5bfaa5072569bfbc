package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.rule.Rule;

/** Somebody stays. One alert a person, or a group that stands together. */
final class Loitering implements TrackCondition {

    private static final double GROUP_HEIGHTS = 1.5;

    @Override
    public @Nullable Instant since(TrackUpdate update, Rule rule) {
        ZonePresence presence = TrackCondition.inZone(update, rule.part());
        return presence == null ? null : presence.since();
    }

    @Override
    public boolean ripe(TrackUpdate update, Instant since, Rule rule) {
        return Words.seconds(since, update.at()) >= rule.setting("dwellSeconds");
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
        double height = Math.max(member.box().height(), update.box().height());
        double dx = member.box().foot().x() - update.box().foot().x();
        double dy = member.box().foot().y() - update.box().foot().y();
        return Math.hypot(dx, dy) <= GROUP_HEIGHTS * height;
    }

    @Override
    public String subject(TrackUpdate update, Rule rule) {
        return update.track().value();
    }

    @Override
    public String message(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return (count == 1
                        ? Words.thing(update.objectClass()) + " stays"
                        : Words.things(count, update.objectClass()) + " stay")
                + " in '" + rule.part() + "' for " + Words.duration(lasts);
    }

    @Override
    public Map<String, Double> measures(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return Map.of("dwellSeconds", Words.seconds(lasts), "objects", (double) count);
    }
}

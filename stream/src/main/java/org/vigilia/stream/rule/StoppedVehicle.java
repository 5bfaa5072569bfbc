package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.rule.Rule;

/** A vehicle stands. Its box trembles, so standing goes on until it has left its place. One alert a vehicle. */
final class StoppedVehicle implements TrackCondition {

    private static final double SAME_PLACE_HEIGHTS = 0.5;

    @Override
    public @Nullable Instant since(TrackUpdate update, Rule rule) {
        return TrackCondition.inZone(update, rule.part()) == null
                ? null
                : update.motion().stillSince();
    }

    @Override
    public boolean ripe(TrackUpdate update, Instant since, Rule rule) {
        return Words.seconds(since, update.at()) >= rule.setting("stillSeconds");
    }

    @Override
    public Duration clear(Rule rule) {
        return TrackCondition.atLeast(rule.setting("clearSeconds"));
    }

    @Override
    public boolean bridges(Presence before, TrackUpdate update) {
        double dx = before.anchor().x() - update.box().foot().x();
        double dy = before.anchor().y() - update.box().foot().y();
        return Math.hypot(dx, dy) <= SAME_PLACE_HEIGHTS * update.box().height();
    }

    @Override
    public boolean together(Presence member, TrackUpdate update) {
        return false;
    }

    @Override
    public String subject(TrackUpdate update, Rule rule) {
        return update.track().value();
    }

    @Override
    public String message(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return Words.thing(update.objectClass()) + " stands in '" + rule.part() + "' for " + Words.duration(lasts);
    }

    @Override
    public Map<String, Double> measures(TrackUpdate update, Duration lasts, int count, Rule rule) {
        return Map.of("stillSeconds", Words.seconds(lasts));
    }
}

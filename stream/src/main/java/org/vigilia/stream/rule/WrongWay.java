package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.rule.Rule;

/** A vehicle drives against its lane. One alert a vehicle; a break in its motion starts the measuring again. */
final class WrongWay implements TrackCondition {

    private static final Duration CLEAR = Duration.ofSeconds(3);

    @Override
    public @Nullable Instant since(TrackUpdate update, Rule rule) {
        LanePresence lane = inLane(update, rule);
        return lane == null ? null : lane.againstSince();
    }

    @Override
    public boolean ripe(TrackUpdate update, Instant since, Rule rule) {
        LanePresence lane = inLane(update, rule);
        if (lane == null || lane.againstSince() == null || lane.angleDegrees() == null) {
            return false;
        }
        return Words.seconds(lane.againstSince(), update.at()) >= rule.setting("minSeconds")
                && lane.againstTravel() >= rule.setting("minTravel")
                && lane.angleDegrees() >= 180 - rule.setting("maxAngle");
    }

    @Override
    public Duration clear(Rule rule) {
        return CLEAR;
    }

    @Override
    public boolean bridges(Presence before, TrackUpdate update) {
        return false;
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
        return Words.thing(update.objectClass()) + " drives the wrong way in '" + rule.part() + "' for "
                + Words.duration(lasts) + Words.speed(update.motion().metresPerSecond());
    }

    @Override
    public Map<String, Double> measures(TrackUpdate update, Duration lasts, int count, Rule rule) {
        Map<String, Double> measures = new HashMap<>();
        measures.put("wrongWaySeconds", Words.seconds(lasts));
        LanePresence lane = inLane(update, rule);
        if (lane != null) {
            measures.put("travelOfLaneLength", lane.againstTravel());
            if (lane.angleDegrees() != null) {
                measures.put("angleDegrees", lane.angleDegrees());
            }
        }
        Double speed = update.motion().metresPerSecond();
        if (speed != null) {
            measures.put("metresPerSecond", speed);
        }
        return measures;
    }

    private static @Nullable LanePresence inLane(TrackUpdate update, Rule rule) {
        for (LanePresence presence : update.lanes()) {
            if (presence.lane().equals(rule.part())) {
                return presence;
            }
        }
        return null;
    }
}

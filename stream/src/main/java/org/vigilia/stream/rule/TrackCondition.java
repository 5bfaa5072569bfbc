package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.rule.Rule;

/** What a rule about single objects looks for; {@link TrackJudge} does the remembering. Stateless. */
interface TrackCondition {

    /** Since when the object meets the condition by itself; null when it does not. */
    @Nullable
    Instant since(TrackUpdate update, Rule rule);

    /** Whether it has met it long and clearly enough to raise an alert. */
    boolean ripe(TrackUpdate update, Instant since, Rule rule);

    /** How long the condition may be unseen before the alert ends. */
    Duration clear(Rule rule);

    /** Whether a break shorter than {@link #clear} is bridged, so that the time before it counts. */
    boolean bridges(Presence before, TrackUpdate update);

    /** Whether a further object belongs to the same situation as one that is already part of it. */
    boolean together(Presence member, TrackUpdate update);

    /** What the alert is about, for its id: one alert a zone, or one an object. */
    String subject(TrackUpdate update, Rule rule);

    /** One line for people; {@code count} objects are part of the situation now. */
    String message(TrackUpdate update, Duration lasts, int count, Rule rule);

    /** How bad it is; a notable rise is told. */
    default double measure(Duration lasts, int count) {
        return Words.seconds(lasts);
    }

    /** Whether any object that meets the condition keeps an open alert open, ripe or not. */
    default boolean anyKeepsOpen() {
        return false;
    }

    /** Figures with their unit in the name. */
    Map<String, Double> measures(TrackUpdate update, Duration lasts, int count, Rule rule);

    static @Nullable ZonePresence inZone(TrackUpdate update, @Nullable String zone) {
        for (ZonePresence presence : update.zones()) {
            if (presence.zone().equals(zone)) {
                return presence;
            }
        }
        return null;
    }

    /** Facts come 2 to 5 times a second: a shorter time would end alerts between two of them. */
    static Duration atLeast(double seconds) {
        return Words.duration(Math.max(seconds, 1.5));
    }
}

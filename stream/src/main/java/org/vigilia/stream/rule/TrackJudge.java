package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/**
 * Judges rules about single objects: remembers who meets the condition, bridges short breaks, knows an object again that
 * was lost and found under a new track id near the place where it must be by now, and joins what belongs together.
 *
 * <p>At most 256 objects and 16 tracks an alert are remembered; the oldest go first.
 */
final class TrackJudge implements Judge {

    private static final int MAX_PRESENCES = 256;
    private static final int MAX_TRACKS = 16;
    /** Longer than the pause between two updates of a track, shorter than any rule takes to raise. */
    private static final Duration UNSEEN = Duration.ofMillis(650);

    private static final Duration OVERLAP = Duration.ofMillis(300);

    private final TrackCondition condition;
    private final Situations situations;
    private final Map<TrackId, Presence> presences = new LinkedHashMap<>();

    TrackJudge(TrackCondition condition, Situations situations, RuleState state) {
        this.condition = condition;
        this.situations = situations;
        state.presences().forEach(p -> presences.put(p.track(), p));
    }

    @Override
    public Rule rule() {
        return situations.rule();
    }

    @Override
    public void see(Fact fact) {
        if (!(fact instanceof TrackUpdate update)) {
            return;
        }
        Presence known = presences.get(update.track());
        if (update.phase() == TrackPhase.ENDED) {
            if (known != null) {
                presences.put(known.track(), known.ended());
            }
            return;
        }
        Rule rule = situations.rule();
        Instant since = rule.classes().contains(update.objectClass()) ? condition.since(update, rule) : null;
        if (since == null) {
            if (known != null) {
                presences.put(known.track(), known.seenWithoutCondition(update.at(), update.box()));
            }
            return;
        }
        Duration age = Duration.between(update.firstSeen(), update.at());
        boolean young = age.compareTo(condition.clear(rule)) <= 0;
        Presence lost = known == null || young ? takeLost(update) : null;
        Presence before = lost == null ? known : lost;
        Presence now = renewed(before, update, since);
        presences.remove(now.track());
        presences.put(now.track(), now);
        limit();
        judge(update, now, before == null ? now.track() : before.track());
    }

    private void judge(TrackUpdate update, Presence now, TrackId trackBefore) {
        Rule rule = situations.rule();
        Optional<Situation> own = situations.open().stream()
                .filter(s -> has(s, now.track()) || has(s, trackBefore))
                .findFirst();
        if (own.isPresent()) {
            situations.renew(own.get(), update.at(), view(update, now, own.get()));
            return;
        }
        if (!condition.ripe(update, now.since(), rule)) {
            if (condition.anyKeepsOpen()) {
                situations.open().forEach(s -> situations.touch(s, update.at()));
            }
            return;
        }
        Optional<Situation> joined = situations.open().stream()
                .filter(s -> members(s).stream().anyMatch(m -> condition.together(m, update)))
                .findFirst();
        if (joined.isPresent()) {
            situations.renew(joined.get(), update.at(), view(update, now, joined.get()));
        } else {
            situations.raise(condition.subject(update, rule), now.since(), update.at(), view(update, now, null));
        }
    }

    private static boolean has(Situation situation, TrackId track) {
        return situation.now().proof().tracks().contains(track);
    }

    /** Objects of a situation that still meet the condition, or did a moment ago. */
    private List<Presence> members(Situation situation) {
        return presences.values().stream()
                .filter(p -> has(situation, p.track()))
                .toList();
    }

    private View view(TrackUpdate update, Presence now, @Nullable Situation situation) {
        List<TrackId> tracks = new ArrayList<>();
        int count = 1;
        boolean leads = true;
        Instant start = now.since();
        if (situation != null) {
            tracks.addAll(situation.now().proof().tracks());
            start = situation.now().startedAt();
            List<Presence> others = members(situation).stream()
                    .filter(p -> !p.track().equals(now.track()))
                    .filter(p -> !p.gone()
                            && p.lastTrue().plus(UNSEEN.multipliedBy(2)).isAfter(update.at()))
                    .toList();
            count += others.size();
            leads = others.stream().noneMatch(p -> p.since().isBefore(now.since()));
        }
        if (!tracks.contains(now.track())) {
            tracks.add(now.track());
        }
        if (tracks.size() > MAX_TRACKS) {
            tracks.remove(0);
        }
        Rule rule = situations.rule();
        Duration lasts = Duration.between(start, update.at());
        AlertChange.Proof old = situation == null ? null : situation.now().proof();
        PictureId picture = now.picture() != null ? now.picture() : old == null ? null : old.picture();
        AlertChange.Proof proof = new AlertChange.Proof(
                tracks,
                leads || old == null ? update.box() : old.box(),
                leads || old == null ? update.path() : old.path(),
                picture,
                condition.measures(update, lasts, count, rule));
        return new View(condition.message(update, lasts, count, rule), proof, condition.measure(lasts, count));
    }

    private Presence renewed(@Nullable Presence before, TrackUpdate update, Instant since) {
        PictureId picture = update.picture();
        if (before == null) {
            return new Presence(
                    update.track(),
                    update.objectClass(),
                    since,
                    update.at(),
                    update.at(),
                    false,
                    update.box(),
                    0,
                    0,
                    update.box().foot(),
                    picture);
        }
        boolean bridged = before.since().isBefore(since) && condition.bridges(before, update);
        double seconds = Words.seconds(before.lastSeen(), update.at());
        Point from = before.box().foot();
        Point to = update.box().foot();
        boolean moved = seconds > 0.02 && before.track().equals(update.track());
        return new Presence(
                update.track(),
                update.objectClass(),
                bridged ? before.since() : since,
                later(before.lastTrue(), update.at()),
                later(before.lastSeen(), update.at()),
                false,
                update.box(),
                moved ? (before.velocityX() + (to.x() - from.x()) / seconds) / 2 : before.velocityX(),
                moved ? (before.velocityY() + (to.y() - from.y()) / seconds) / 2 : before.velocityY(),
                bridged || before.since().equals(since) ? before.anchor() : to,
                picture != null ? picture : before.picture());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** The remembered object that this new track continues, if there is one; it is remembered no more under its old id. */
    private @Nullable Presence takeLost(TrackUpdate update) {
        Presence nearest = presences.values().stream()
                .filter(p -> !p.track().equals(update.track()))
                .filter(p -> p.gone() || p.lastSeen().plus(UNSEEN).isBefore(update.at()))
                .filter(p -> !p.lastSeen().isAfter(update.firstSeen().plus(OVERLAP)))
                .filter(p -> alike(p.objectClass(), update.objectClass()))
                .filter(p -> misfit(p, update) <= 1)
                .min(Comparator.comparingDouble(p -> misfit(p, update)))
                .orElse(null);
        if (nearest != null) {
            presences.remove(nearest.track());
        }
        return nearest;
    }

    private static boolean alike(ObjectClass a, ObjectClass b) {
        return a == b || (a.motorVehicle() && b.motorVehicle());
    }

    /** How far a track began from where the lost object should have been by then; up to 1 is near. */
    private static double misfit(Presence lost, TrackUpdate found) {
        double seconds = Math.max(0, Words.seconds(lost.lastSeen(), found.firstSeen()));
        Point foot = lost.box().foot();
        Point began = found.path().isEmpty() ? found.box().foot() : found.path().get(0);
        double travelX = lost.velocityX() * seconds;
        double travelY = lost.velocityY() * seconds;
        double slackX = Math.max(lost.box().width(), found.box().width()) + Math.abs(travelX) / 2;
        double slackY = Math.max(lost.box().height(), found.box().height()) / 2 + Math.abs(travelY) / 2;
        return Math.hypot(
                (began.x() - foot.x() - travelX) / Math.max(slackX, 1e-6),
                (began.y() - foot.y() - travelY) / Math.max(slackY, 1e-6));
    }

    private void limit() {
        while (presences.size() > MAX_PRESENCES) {
            presences.remove(presences.keySet().iterator().next());
        }
    }

    @Override
    public void advanceTo(Instant now) {
        Duration clear = condition.clear(situations.rule());
        situations.endUnseen(clear, now);
        presences.values().removeIf(p -> !p.lastTrue().plus(clear).isAfter(now));
    }

    @Override
    public void bridge(Duration gap) {
        situations.bridge(gap);
        presences.replaceAll((track, presence) -> presence.later(gap));
    }

    @Override
    public void follow(Rule changed) {
        situations.follow(changed);
    }

    @Override
    public void close(Instant at) {
        situations.endAll(at);
        presences.clear();
    }

    @Override
    public RuleState state() {
        return new RuleState(
                situations.rule(),
                situations.open(),
                situations.lastEnd(),
                List.copyOf(presences.values()),
                List.of(),
                List.of(),
                null,
                null,
                List.of());
    }
}

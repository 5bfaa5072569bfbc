package org.vigilia.stream.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Lane;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;

/** A camera with a zone "lawn" and a lane "near", played by facts of known truth; seconds count from {@link #T0}. */
final class Stage {

    static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    static final CameraId CAMERA = new CameraId("plaza");

    final List<AlertChange> changes = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    int late;
    int future;
    CameraJudge judge;

    final RuleWatch watch = new RuleWatch() {
        @Override
        public void ruleFailed(CameraId camera, Rule rule, RuntimeException cause) {
            failures.add(rule.id() + ": " + cause);
        }

        @Override
        public void factLate(Fact fact) {
            late++;
        }

        @Override
        public void factFromTheFuture(Fact fact) {
            future++;
        }
    };

    Stage(Rule... rules) {
        judge = CameraJudge.fresh(CAMERA, watch);
        follow(rules);
    }

    void follow(Rule... rules) {
        changes.addAll(judge.follow(scene(rules), judge.sceneVersion() + 1));
    }

    static Scene scene(Rule... rules) {
        Polygon all = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));
        return new Scene(
                CAMERA,
                null,
                List.of(new Zone("lawn", all), new Zone("yard", all)),
                List.of(),
                List.of(new Lane("near", all, new Point(0, 0.5), new Point(1, 0.5))),
                List.of(rules));
    }

    static Rule rule(RuleKind kind, Map<String, Double> settings) {
        String part = switch (kind.appliesTo()) {
            case ZONE -> "lawn";
            case LANE -> "near";
            case CAMERA, CITY -> null;
        };
        return new Rule(
                new RuleId("r-" + kind.name().toLowerCase(java.util.Locale.ROOT)),
                kind,
                "",
                part,
                kind.usualSeverity(),
                true,
                Set.of(),
                settings);
    }

    static Instant at(double seconds) {
        return T0.plusMillis(Math.round(seconds * 1000));
    }

    void see(Fact fact) {
        changes.addAll(judge.see(fact, fact.at()));
    }

    void advance(double seconds) {
        changes.addAll(judge.advanceTo(at(seconds)));
    }

    List<AlertChange> of(Phase phase) {
        return changes.stream().filter(c -> c.phase() == phase).toList();
    }

    List<AlertChange> raised() {
        return of(Phase.RAISED);
    }

    List<AlertChange> ended() {
        return of(Phase.ENDED);
    }

    static SceneReading reading(double seconds, String zone, int persons, @Nullable Double density) {
        return new SceneReading(
                CAMERA,
                at(seconds),
                zone,
                persons == 0 ? Map.of() : Map.of(ObjectClass.PERSON, persons),
                density,
                0.1,
                null,
                List.of(),
                null);
    }

    static CameraHealth health(double seconds, CameraHealth.Aspect aspect, CameraHealth.Condition condition) {
        return new CameraHealth(CAMERA, at(seconds), aspect, condition, "no answer", null);
    }

    /** What a track is doing; start from {@link #person} or {@link #car} and change what matters. */
    record Actor(
            String track,
            ObjectClass objectClass,
            double firstSeen,
            double x,
            double y,
            @Nullable Double zoneSince,
            @Nullable Double againstSince,
            double againstTravel,
            double angle,
            @Nullable Double stillSince,
            boolean gone,
            @Nullable String picture) {

        Actor inZoneSince(double seconds) {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    x,
                    y,
                    seconds,
                    againstSince,
                    againstTravel,
                    angle,
                    stillSince,
                    gone,
                    picture);
        }

        Actor outside() {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    x,
                    y,
                    null,
                    againstSince,
                    againstTravel,
                    angle,
                    stillSince,
                    gone,
                    picture);
        }

        Actor at(double newX, double newY) {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    newX,
                    newY,
                    zoneSince,
                    againstSince,
                    againstTravel,
                    angle,
                    stillSince,
                    gone,
                    picture);
        }

        Actor against(double since, double travel, double newAngle) {
            return new Actor(
                    track, objectClass, firstSeen, x, y, zoneSince, since, travel, newAngle, stillSince, gone, picture);
        }

        Actor still(@Nullable Double since) {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    x,
                    y,
                    zoneSince,
                    againstSince,
                    againstTravel,
                    angle,
                    since,
                    gone,
                    picture);
        }

        Actor end() {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    x,
                    y,
                    zoneSince,
                    againstSince,
                    againstTravel,
                    angle,
                    stillSince,
                    true,
                    picture);
        }

        Actor shot(String newPicture) {
            return new Actor(
                    track,
                    objectClass,
                    firstSeen,
                    x,
                    y,
                    zoneSince,
                    againstSince,
                    againstTravel,
                    angle,
                    stillSince,
                    gone,
                    newPicture);
        }

        TrackUpdate now(double seconds) {
            Box box = new Box(x - 0.02, y - 0.1, 0.04, 0.1);
            return new TrackUpdate(
                    CAMERA,
                    Stage.at(seconds),
                    new TrackId(track),
                    gone ? TrackPhase.ENDED : TrackPhase.MOVED,
                    objectClass,
                    0.9,
                    box,
                    Stage.at(firstSeen),
                    new TrackUpdate.Motion(null, 0, null, stillSince == null ? null : Stage.at(stillSince)),
                    List.of(new Point(x, y)),
                    zoneSince == null ? List.of() : List.of(new ZonePresence("lawn", Stage.at(zoneSince))),
                    List.of(new LanePresence(
                            "near",
                            Stage.at(firstSeen),
                            angle,
                            againstSince == null ? null : Stage.at(againstSince),
                            againstTravel)),
                    List.of(),
                    null,
                    picture == null ? null : new PictureId(picture));
        }
    }

    static Actor person(String track, double firstSeen, double x, double y) {
        return new Actor(track, ObjectClass.PERSON, firstSeen, x, y, firstSeen, null, 0, 0, null, false, null);
    }

    static Actor car(String track, double firstSeen, double x, double y) {
        return new Actor(track, ObjectClass.CAR, firstSeen, x, y, firstSeen, null, 0, 0, null, false, null);
    }
}

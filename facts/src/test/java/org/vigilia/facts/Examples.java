package org.vigilia.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Colour;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/** Facts and alerts to store. */
final class Examples {

    private static final AtomicInteger CAMERAS = new AtomicInteger();

    private Examples() {}

    static CameraId newCamera() {
        return new CameraId("camera-" + CAMERAS.incrementAndGet());
    }

    static SceneReading reading(CameraId camera, Instant at, int persons) {
        return new SceneReading(
                camera, at, null, Map.of(ObjectClass.PERSON, persons), null, 0.25, null, List.of(), null);
    }

    static int count(Fact fact) {
        return ((SceneReading) fact).count(ObjectClass.PERSON);
    }

    static TrackUpdate track(CameraId camera, Instant at) {
        return new TrackUpdate(
                camera,
                at,
                new TrackId("t-1"),
                TrackPhase.MOVED,
                ObjectClass.CAR,
                0.8,
                new Box(0.1, 0.2, 0.3, 0.4),
                at.minusSeconds(3),
                new TrackUpdate.Motion(90.0, 1.5, null, null),
                List.of(new Point(0.1, 0.2), new Point(0.2, 0.2)),
                List.of(new ZonePresence("grüne Wiese \\ \"1\"\t", at)),
                List.of(new LanePresence("east", at, 170.0, at, 0.3)),
                List.of(new LineCrossing("gate", true, at)),
                new TrackUpdate.Look(Colour.RED, null),
                new PictureId("p1"));
    }

    static CameraHealth health(CameraId camera, Instant at) {
        return new CameraHealth(
                camera, at, CameraHealth.Aspect.PICTURE, CameraHealth.Condition.BLACK, "the picture is black", null);
    }

    static AlertChange alert(
            CameraId camera, String id, AlertChange.Phase phase, Instant at, @Nullable PictureId picture) {
        return new AlertChange(
                new AlertId(id),
                phase,
                at,
                at.minusSeconds(2),
                new RuleId("r1"),
                RuleKind.LOITERING,
                Severity.MINOR,
                camera,
                "lawn",
                "Person stays",
                new AlertChange.Proof(
                        List.of(new TrackId("t")), null, List.of(), picture, Map.of("dwellSeconds", 61.0)));
    }

    static List<Logged<Fact>> readAll(FactLog log, Position from, int limit) {
        List<Logged<Fact>> all = new ArrayList<>();
        Position position = from;
        while (true) {
            List<Logged<Fact>> some = log.readFacts(position, limit);
            if (some.isEmpty()) {
                return all;
            }
            for (Logged<Fact> entry : some) {
                position = position.after(entry);
                all.add(entry);
            }
        }
    }
}

package org.vigilia.server.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.scene.Point;
import org.vigilia.facts.FactLog;

/** What happens in the city of a test: cameras that are registered, and situations that the stream job would tell of. */
public final class City {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningServer server;
    private final FactLog log;

    public City(RunningServer server) {
        this.server = server;
        this.log = server.bean(FactLog.class);
    }

    /** Registers a camera of an agency; it looks north, 60 degrees wide and 200 m far. */
    public CameraId camera(String agencyId, String name, @Nullable GeoPoint location) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", name);
        form.put("agencyId", agencyId);
        form.put("location", location);
        form.put("headingDegrees", 0);
        form.put("fieldOfViewDegrees", 60);
        form.put("rangeM", 200);
        form.put("streams", Map.of("mainUrl", "rtsp://192.0.2.7/" + NUMBER.incrementAndGet()));
        return new CameraId(server.administrator()
                .post("/api/v1/cameras", form)
                .expect(201)
                .json()
                .path("id")
                .asString());
    }

    /** A situation at a camera, not told yet. */
    public Situation situation(CameraId camera, RuleKind kind) {
        return situationAt(camera, kind);
    }

    /** The same, without a server. */
    public static Situation situationAt(CameraId camera, RuleKind kind) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Situation(
                new AlertId("alert-" + NUMBER.incrementAndGet()),
                new RuleId("rule-" + NUMBER.incrementAndGet()),
                camera,
                kind,
                now,
                kind + " seen");
    }

    /** Tells the log, as the stream job does. */
    public void tell(AlertChange... changes) {
        log.appendAlerts(List.of(changes));
    }

    /** One situation; what it says can be turned into changes for the log. */
    public record Situation(
            AlertId id, RuleId rule, CameraId camera, RuleKind kind, Instant startedAt, String message) {

        /** The same rule at the same camera again, later. */
        public Situation again(int seconds) {
            return new Situation(
                    new AlertId("alert-" + NUMBER.incrementAndGet()),
                    rule,
                    camera,
                    kind,
                    startedAt.plusSeconds(seconds),
                    message);
        }

        public Situation at(Instant time) {
            return new Situation(id, rule, camera, kind, time, message);
        }

        public Situation saying(String text) {
            return new Situation(id, rule, camera, kind, startedAt, text);
        }

        public AlertChange raised() {
            return change(AlertChange.Phase.RAISED, startedAt, message, null);
        }

        public AlertChange raised(PictureId picture) {
            return change(AlertChange.Phase.RAISED, startedAt, message, picture);
        }

        public AlertChange updated(int seconds, String text) {
            return change(AlertChange.Phase.UPDATED, startedAt.plusSeconds(seconds), text, null);
        }

        public AlertChange ended(int seconds) {
            return change(AlertChange.Phase.ENDED, startedAt.plusSeconds(seconds), message, null);
        }

        /** Seen elsewhere meanwhile, perhaps with a newer snapshot. */
        public AlertChange moved(int seconds, double left, String text, @Nullable PictureId picture) {
            return change(AlertChange.Phase.UPDATED, startedAt.plusSeconds(seconds), text, picture, left);
        }

        private AlertChange change(AlertChange.Phase phase, Instant at, String text, @Nullable PictureId picture) {
            return change(phase, at, text, picture, 0.1);
        }

        private AlertChange change(
                AlertChange.Phase phase, Instant at, String text, @Nullable PictureId picture, double left) {
            return new AlertChange(
                    id,
                    phase,
                    at,
                    startedAt,
                    rule,
                    kind,
                    kind.usualSeverity(),
                    camera,
                    kind.appliesTo() == RuleKind.Target.CAMERA ? null : "lawn",
                    text,
                    new AlertChange.Proof(
                            List.of(new TrackId(id + ":track")),
                            new Box(left, 0.2, 0.1, 0.3),
                            List.of(new Point(0.1, 0.5), new Point(0.15, 0.5)),
                            picture,
                            Map.of("seconds", 3.5)));
        }
    }
}

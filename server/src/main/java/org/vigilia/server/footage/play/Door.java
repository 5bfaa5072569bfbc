package org.vigilia.server.footage.play;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/**
 * Lets people to recordings and writes down that they looked: once for each person, camera and quarter of an hour, with
 * the first moment looked at; a row for every segment would bury the log.
 */
@Component
public class Door {

    private static final int MOST = 20_000;
    private static final long QUARTER_SECONDS = 900;

    private final Cameras cameras;
    private final Audit audit;
    private final Clock clock;
    private final Map<Look, Boolean> told = new LinkedHashMap<>();

    Door(Cameras cameras, Audit audit, Clock clock) {
        this.cameras = cameras;
        this.audit = audit;
        this.clock = clock;
    }

    private record Look(PersonId person, CameraId camera, String by, long quarter) {}

    /** The camera, for who may play it; throws {@link Problem} 404 or 403. */
    public Camera open(SignedIn by, CameraId camera) {
        return cameras.getAlsoDeleted(by, Right.PLAY_FOOTAGE, camera);
    }

    /** Opens it and writes down that pictures were looked at; nobody looks at what cannot be recorded. */
    Camera look(SignedIn by, CameraId id, Instant at) {
        return look(by, id, at, "");
    }

    /** The same, for somebody's player. @param means by what it came, such as "by pass x"; empty for a browser */
    public Camera look(SignedIn by, CameraId id, Instant at, String means) {
        Camera camera = open(by, id);
        Look look = new Look(by.id(), id, means, clock.instant().getEpochSecond() / QUARTER_SECONDS);
        synchronized (told) {
            if (told.containsKey(look)) {
                return camera;
            }
        }
        audit.record(Deed.done(by.who(), "footage.played")
                .to("camera", id.value(), camera.name())
                .because("recordings from " + at + (means.isEmpty() ? "" : ", " + means)));
        synchronized (told) {
            told.put(look, true);
            Iterator<Look> oldest = told.keySet().iterator();
            while (told.size() > MOST) {
                oldest.next();
                oldest.remove();
            }
        }
        return camera;
    }

    /** Refuses a span that is empty or longer than it may be. */
    public static void requireSpan(Instant from, Instant to, Duration longest) {
        if (!from.isBefore(to)) {
            throw Problem.invalid("to", "'to' must be later than 'from'.");
        }
        if (Duration.between(from, to).compareTo(longest) > 0) {
            throw Problem.invalid("to", "At most " + longest.toHours() + " hours can be asked for at once.");
        }
        if (from.isBefore(Instant.EPOCH) || to.isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
            throw Problem.invalid("from", "There are no recordings of that time.");
        }
    }

    /** Microseconds since 1970; null is now. */
    long micros(@Nullable Instant at) {
        return Micros.of(at == null ? clock.instant() : at);
    }
}

package org.vigilia.server.news;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/**
 * What is seen in one camera's picture right now, put together from its facts. An object that was not heard of for {@link
 * #FORGOTTEN_AFTER} of the camera's own time is left out, in case its end was missed. Not safe for use by many threads.
 */
final class LivePicture {

    static final Duration FORGOTTEN_AFTER = Duration.ofMillis(1_500);

    private final CameraId camera;
    private final Map<TrackId, TrackUpdate> tracks = new HashMap<>();
    private Map<ObjectClass, Integer> counts = Map.of();
    private @Nullable Instant at;
    private boolean changed;

    LivePicture(CameraId camera) {
        this.camera = camera;
    }

    void take(Fact fact) {
        if (fact instanceof TrackUpdate track) {
            if (track.phase() == TrackPhase.ENDED) {
                tracks.remove(track.track());
            } else {
                tracks.put(track.track(), track);
            }
        } else if (fact instanceof SceneReading reading && reading.zone() == null) {
            counts = reading.counts();
        } else {
            return;
        }
        at = at == null || fact.at().isAfter(at) ? fact.at() : at;
        changed = true;
    }

    /** Whether anything came since the last {@link #message}. */
    boolean changed() {
        return changed;
    }

    /** What to send now. Call it only when something came. */
    Tracks message(Set<TrackId> onAlert, Instant sentAt) {
        Instant newest = at == null ? sentAt : at;
        for (Iterator<TrackUpdate> all = tracks.values().iterator(); all.hasNext(); ) {
            if (all.next().at().plus(FORGOTTEN_AFTER).isBefore(newest)) {
                all.remove();
            }
        }
        changed = false;
        List<LiveTrack> seen = tracks.values().stream()
                .map(track -> new LiveTrack(
                        track.track(),
                        track.objectClass(),
                        track.box(),
                        track.path(),
                        track.confidence(),
                        track.at(),
                        onAlert.contains(track.track())))
                .toList();
        return new Tracks("tracks", camera, newest, seen, counts, sentAt);
    }

    /**
     * What goes over the socket.
     *
     * @param at capture time of the newest frame it speaks of
     * @param counts objects in the whole picture
     */
    record Tracks(
            String type,
            CameraId camera,
            Instant at,
            List<LiveTrack> tracks,
            Map<ObjectClass, Integer> counts,
            Instant sentAt) {}

    /**
     * One object.
     *
     * @param at capture time of the frame in which it was where {@code box} says
     * @param alert whether an alert that goes on speaks of it
     */
    record LiveTrack(
            TrackId track,
            ObjectClass objectClass,
            Box box,
            List<Point> path,
            double confidence,
            Instant at,
            boolean alert) {}
}

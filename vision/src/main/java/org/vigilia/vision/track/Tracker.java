package org.vigilia.vision.track;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/**
 * Follows the objects of one camera from frame to frame.
 *
 * <p>Frames may come at any, also changing, rate; times must grow. An object is told once it was found in three frames
 * and given up when it was not found for a while. Not thread-safe; one instance per camera.
 */
public final class Tracker {

    /** Objects of one kind are matched among themselves: a detector takes a van for a truck, but not for a person. */
    private enum Kind {
        PERSON,
        TWO_WHEELS,
        FOUR_WHEELS;

        static Kind of(ObjectClass objectClass) {
            return switch (objectClass) {
                case PERSON -> PERSON;
                case BICYCLE, MOTORCYCLE -> TWO_WHEELS;
                case CAR, BUS, TRUCK -> FOUR_WHEELS;
            };
        }
    }

    private final TrackerSettings settings;
    private final double aspect;
    private final Map<Kind, List<Track>> tracks = new EnumMap<>(Kind.class);
    private long nextNumber = 1;
    private long frame;

    /**
     * An empty tracker.
     *
     * @param aspect width of the picture divided by its height
     */
    public Tracker(TrackerSettings settings, double aspect) {
        if (!(aspect > 0.1 && aspect < 10)) {
            throw new IllegalArgumentException("a picture's width over height cannot be " + aspect);
        }
        this.settings = settings;
        this.aspect = aspect;
        for (Kind kind : Kind.values()) {
            tracks.put(kind, new ArrayList<>());
        }
    }

    /** Takes in the next frame. */
    public TrackedFrame advance(Instant at, List<Sighting> sightings) {
        Map<Kind, List<Sighting>> byKind = new EnumMap<>(Kind.class);
        for (Sighting sighting : sightings) {
            if (sighting.confidence() >= settings.lowConfidence()) {
                byKind.computeIfAbsent(Kind.of(sighting.objectClass()), k -> new ArrayList<>())
                        .add(sighting);
            }
        }
        List<TrackState> live = new ArrayList<>();
        List<TrackState> ended = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Track> all = tracks.getOrDefault(kind, List.of());
            all.forEach(track -> track.expect(at));
            new Round(all, byKind.getOrDefault(kind, List.of()), settings, frame, aspect).run(at);
            confirm(all, at);
            bury(all, at, ended);
            for (Track track : all) {
                if (track.confirmed()) {
                    live.add(track.state());
                }
            }
        }
        return new TrackedFrame(frame++, at, live, ended);
    }

    /** Ends everything, as at the end of a file. */
    public List<TrackState> finish() {
        List<TrackState> rest = new ArrayList<>();
        for (List<Track> all : tracks.values()) {
            all.stream().filter(Track::confirmed).map(Track::state).forEach(rest::add);
            all.clear();
        }
        return rest;
    }

    /** Gives numbers to tracks that were found often enough, or lets them go on as one that was lost. */
    private void confirm(List<Track> all, Instant at) {
        List<Track> ready = new ArrayList<>();
        for (Track track : all) {
            if (!track.confirmed() && track.hits() >= settings.hitsToConfirm()) {
                ready.add(track);
            }
        }
        if (ready.isEmpty()) {
            return;
        }
        List<Track> lost =
                all.stream().filter(track -> track.confirmed() && track.lost()).toList();
        int[] before = Rejoin.match(ready, lost, at, aspect);
        for (int i = 0; i < ready.size(); i++) {
            if (before[i] >= 0) {
                ready.get(i).continueAs(lost.get(before[i]));
                all.remove(lost.get(before[i]));
            } else {
                ready.get(i).confirm(nextNumber++);
            }
        }
    }

    private void bury(List<Track> all, Instant at, List<TrackState> ended) {
        all.removeIf(track -> {
            if (!track.lost()) {
                return false;
            }
            if (!track.confirmed()) {
                return track.missed() > 1 || track.hits() < 2;
            }
            Duration away = Duration.between(track.lastSeen(), at);
            boolean longGone = (track.missed() >= settings.lostFrames() && away.compareTo(settings.lostAtLeast()) >= 0)
                    || away.compareTo(settings.lostAtMost()) > 0
                    || outside(track.expected());
            if (longGone) {
                ended.add(track.state());
            }
            return longGone;
        });
    }

    private static boolean outside(Box box) {
        return !box.centre().inPicture();
    }
}

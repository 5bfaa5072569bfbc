package org.vigilia.vision.track;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** One frame's matching of tracks and sightings of one kind, in passes from the surest to the most daring. */
final class Round {

    /** How much looks count beside overlap. */
    private static final double LOOKS = 0.25;

    private final List<Track> tracks;
    private final TrackerSettings settings;
    private final long frame;
    private final double aspect;
    private final List<Track> openTracks;
    private final List<Sighting> high = new ArrayList<>();
    private final List<Sighting> low = new ArrayList<>();

    Round(List<Track> tracks, List<Sighting> sightings, TrackerSettings settings, long frame, double aspect) {
        this.tracks = tracks;
        this.settings = settings;
        this.frame = frame;
        this.aspect = aspect;
        this.openTracks = new ArrayList<>(tracks);
        for (Sighting sighting : sightings) {
            (sighting.confidence() >= settings.highConfidence() ? high : low).add(sighting);
        }
    }

    void run(Instant at) {
        pair(Track::confirmed, high, settings.highOverlap(), 0);
        pair(track -> track.confirmed() && !track.lost(), low, settings.lowOverlap(), 0);
        pair(track -> !track.confirmed(), high, settings.highOverlap(), 0);
        pair(Track::confirmed, high, settings.grownOverlap(), settings.grow());
        pair(track -> !track.confirmed(), high, settings.grownOverlap(), settings.grow());
        pair(track -> !track.confirmed(), low, settings.lowOverlap(), 0);
        openTracks.forEach(Track::miss);
        for (Sighting sighting : high) {
            startFrom(sighting, at);
        }
        for (Sighting sighting : low) {
            startFrom(sighting, at);
        }
    }

    private void startFrom(Sighting sighting, Instant at) {
        boolean person = sighting.objectClass() == ObjectClass.PERSON;
        if (sighting.confidence() >= (person ? settings.newPerson() : settings.newVehicle())) {
            tracks.add(new Track(sighting, frame, at, aspect));
        }
    }

    private void pair(Predicate<Track> which, List<Sighting> among, double leastOverlap, double grow) {
        List<Track> asked = openTracks.stream().filter(which).toList();
        if (asked.isEmpty() || among.isEmpty()) {
            return;
        }
        List<Box> expected =
                asked.stream().map(track -> grown(track.expected(), grow)).toList();
        List<Box> found =
                among.stream().map(sighting -> grown(sighting.box(), grow)).toList();
        int[] partner = Pairing.match(expected, found, (t, s) -> {
            double overlap = expected.get(t).overlap(found.get(s));
            return overlap < leastOverlap
                    ? 2
                    : price(overlap, asked.get(t).appearance(), among.get(s).appearance());
        });
        List<Sighting> used = new ArrayList<>();
        for (int i = 0; i < partner.length; i++) {
            if (partner[i] >= 0) {
                Sighting sighting = among.get(partner[i]);
                asked.get(i).see(sighting, frame);
                openTracks.remove(asked.get(i));
                used.add(sighting);
            }
        }
        among.removeIf(sighting -> used.stream().anyMatch(u -> u == sighting));
    }

    private static double price(double overlap, @Nullable Appearance a, @Nullable Appearance b) {
        double unlike = a == null || b == null ? 0.3 : 1 - a.likeness(b);
        return (1 - LOOKS) * (1 - overlap) + LOOKS * unlike;
    }

    private static Box grown(Box box, double by) {
        return by == 0
                ? box
                : new Box(
                        box.left() - by * box.width(),
                        box.top() - by * box.height(),
                        box.width() * (1 + 2 * by),
                        box.height() * (1 + 2 * by));
    }
}

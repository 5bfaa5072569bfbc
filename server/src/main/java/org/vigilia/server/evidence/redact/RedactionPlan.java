package org.vigilia.server.evidence.redact;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vigilia.server.Problem;

/**
 * What is where in a clip and what of it is hidden, as vision proposes it and people correct it. Times are milliseconds
 * from the clip's first picture, places fractions of the picture.
 *
 * @param style PIXELATE or FILL
 * @param tracks objects found and regions drawn
 */
record RedactionPlan(int widthPx, int heightPx, long durationMs, Style style, List<Track> tracks) {
    private static final int MOST_TRACKS = 5_000;
    private static final int MOST_STEPS = 500_000;
    private static final double BEYOND = 2;

    enum Style {
        PIXELATE,
        FILL
    }

    enum Kind {
        PERSON,
        VEHICLE,
        DRAWN
    }

    enum Part {
        WHOLE,
        HEAD,
        PLATE
    }

    /**
     * One object or region.
     *
     * @param steps {@code [ms, left, top, width, height]} each, in order of time
     */
    record Track(int id, Kind kind, Part part, boolean hide, List<double[]> steps) {}

    /** Throws a {@link Problem} that says what is wrong. */
    void check() {
        if (style == null || tracks == null || tracks.size() > MOST_TRACKS) {
            throw Problem.invalid("tracks", "A plan needs a style and at most " + MOST_TRACKS + " tracks.");
        }
        Set<Integer> ids = new HashSet<>();
        long steps = 0;
        for (Track track : tracks) {
            if (track == null || track.kind() == null || track.part() == null || track.steps() == null) {
                throw Problem.invalid("tracks", "Each track needs a kind, a part and steps.");
            }
            if (!ids.add(track.id())) {
                throw Problem.invalid("tracks", "Track " + track.id() + " stands there twice.");
            }
            steps += track.steps().size();
            check(track);
        }
        if (steps > MOST_STEPS) {
            throw Problem.invalid(
                    "tracks", "A plan may have at most " + MOST_STEPS + " steps, this has " + steps + ".");
        }
    }

    private static void check(Track track) {
        double last = Double.NEGATIVE_INFINITY;
        for (double[] step : track.steps()) {
            if (step == null || step.length != 5 || !(step[0] >= last)) {
                throw Problem.invalid(
                        "tracks",
                        "The steps of track " + track.id()
                                + " must be [ms, left, top, width, height], in order of time.");
            }
            last = step[0];
            for (int i = 1; i < step.length; i++) {
                if (!(Math.abs(step[i]) <= BEYOND) || i > 2 && step[i] < 0) {
                    throw Problem.invalid(
                            "tracks", "A place of track " + track.id() + " is not a fraction of the picture.");
                }
            }
        }
    }

    /** The same with what the wish says hidden: everything it does not name is left to be seen. */
    RedactionPlan by(RedactionWish wish) {
        boolean persons = wish.kinds().contains(RedactionWish.What.PERSON);
        boolean faces = wish.kinds().contains(RedactionWish.What.FACE);
        boolean vehicles = wish.kinds().contains(RedactionWish.What.VEHICLE);
        boolean plates = wish.kinds().contains(RedactionWish.What.PLATE);
        List<Track> chosen = tracks.stream()
                .map(track -> track.kind() == Kind.PERSON
                        ? new Track(
                                track.id(),
                                track.kind(),
                                persons || !faces ? Part.WHOLE : Part.HEAD,
                                persons || faces,
                                track.steps())
                        : new Track(
                                track.id(),
                                track.kind(),
                                vehicles || !plates ? Part.WHOLE : Part.PLATE,
                                vehicles || plates,
                                track.steps()))
                .toList();
        return new RedactionPlan(widthPx, heightPx, durationMs, wish.styleOrUsual(), chosen);
    }

    /** In one line for the seal: how many of what are hidden. */
    String words() {
        long people =
                tracks.stream().filter(t -> t.hide() && t.kind() == Kind.PERSON).count();
        long seen = tracks.stream()
                .filter(t -> !t.hide() && t.kind() == Kind.PERSON)
                .count();
        long vehicles = tracks.stream()
                .filter(t -> t.hide() && t.kind() == Kind.VEHICLE)
                .count();
        long drawn =
                tracks.stream().filter(t -> t.hide() && t.kind() == Kind.DRAWN).count();
        return "redacted: " + people + " people, " + vehicles + " vehicles and " + drawn + " drawn regions are hidden, "
                + seen + " people are not; sound was left out";
    }
}

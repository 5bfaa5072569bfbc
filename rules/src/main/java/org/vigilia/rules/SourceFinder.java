package org.vigilia.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.SourceEstimate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;

/**
 * Where a smell or smoke probably comes from: somewhere in a wedge upwind of every sensor that feels it. The wedge is 30°
 * to each side, the usual meander of a plume over some minutes, and 60° in light air (below 1 m/s), whose direction means
 * little. Waste containers in the wedge that are at least 60 % full are candidates; a full one near the axis comes before
 * an emptier one or one at the edge. Without wind every direction counts.
 */
final class SourceFinder {

    private static final double REACH_METRES = 600;
    private static final double USUAL_METRES = 150;
    private static final double WEDGE = 30;
    private static final double WIDE_WEDGE = 60;
    private static final double LIGHT_AIR = 1;
    private static final double FULL_FROM = 60;
    private static final int MAX_CANDIDATES = 5;
    private static final int CAMERAS = 2;

    private final Book book;
    private final Levels levels;

    SourceFinder(Book book, Levels levels) {
        this.book = book;
        this.levels = levels;
    }

    private record Candidate(DatastreamCard card, GeoPoint place, double fill, double metres, double likelihood) {}

    /**
     * @param felt places where it is felt, the first is where it was felt first; not empty
     * @param at when
     */
    SourceEstimate estimate(AgencyId agency, List<GeoPoint> felt, long at) {
        GeoPoint first = felt.get(0);
        Levels.Wind wind = levels.windAt(first, at, book);
        List<Candidate> candidates = candidates(agency, felt, wind);
        GeoPoint centre;
        double radius;
        if (!candidates.isEmpty()) {
            centre = candidates.get(0).place();
            radius = Math.max(25, candidates.get(0).metres() * 0.3);
        } else if (wind != null) {
            centre = upwind(felt, wind.from());
            radius = USUAL_METRES;
        } else {
            centre = first;
            radius = REACH_METRES;
        }
        Double speed = wind == null ? null : wind.speed();
        return new SourceEstimate(
                centre,
                radius,
                wind == null ? null : wind.from(),
                speed,
                candidates.stream().map(c -> c.card().id()).toList(),
                cameras(agency, centre),
                text(candidates, wind));
    }

    /** The middle of the places, moved against the wind. */
    private static GeoPoint upwind(List<GeoPoint> felt, double from) {
        double latitude =
                felt.stream().mapToDouble(GeoPoint::latitude).average().orElseThrow();
        double longitude =
                felt.stream().mapToDouble(GeoPoint::longitude).average().orElseThrow();
        return Earth.away(new GeoPoint(latitude, longitude), from, USUAL_METRES);
    }

    private List<Candidate> candidates(AgencyId agency, List<GeoPoint> felt, Levels.@Nullable Wind wind) {
        List<Candidate> found = new ArrayList<>();
        for (DatastreamCard card : book.datastreams()) {
            GeoPoint place = card.place();
            if (card.quantity() != Quantity.FILL || place == null || !agency.equals(card.agency())) {
                continue;
            }
            double fill = levels.find(card.id().value()).orElse(0.0);
            if (fill < FULL_FROM) {
                continue;
            }
            double likelihood = 1;
            for (GeoPoint sensor : felt) {
                likelihood *= likelihood(sensor, place, wind);
            }
            if (likelihood > 0) {
                double metres = Earth.metres(felt.get(0), place);
                found.add(new Candidate(card, place, fill, metres, likelihood * fill / 100));
            }
        }
        found.sort(Comparator.comparingDouble(Candidate::likelihood)
                .reversed()
                .thenComparing(c -> c.card().id()));
        return found.size() > MAX_CANDIDATES ? found.subList(0, MAX_CANDIDATES) : found;
    }

    /** 0 outside the wedge or the reach; falls with the angle from the axis and with the distance. */
    private static double likelihood(GeoPoint sensor, GeoPoint place, Levels.@Nullable Wind wind) {
        double metres = Earth.metres(sensor, place);
        if (metres > REACH_METRES) {
            return 0;
        }
        double near = 1 - 0.7 * metres / REACH_METRES;
        if (wind == null || metres < 15) {
            return near;
        }
        Double speed = wind.speed();
        double wedge = speed != null && speed < LIGHT_AIR ? WIDE_WEDGE : WEDGE;
        double off = Earth.between(wind.from(), Earth.bearing(sensor, place));
        return off > wedge ? 0 : near * Math.exp(-0.5 * Math.pow(off / (wedge / 2), 2));
    }

    private List<CameraId> cameras(AgencyId agency, GeoPoint centre) {
        List<CameraCard> own = new ArrayList<>();
        for (CameraCard camera : book.cameras()) {
            if (camera.agency().equals(agency)) {
                own.add(camera);
            }
        }
        own.sort(Comparator.comparingDouble((CameraCard c) -> Earth.metres(centre, c.place()))
                .thenComparing(CameraCard::id));
        return own.stream().limit(CAMERAS).map(CameraCard::id).toList();
    }

    private static String text(List<Candidate> candidates, Levels.@Nullable Wind wind) {
        Double speed = wind == null ? null : wind.speed();
        String blowing = wind == null
                ? "no wind was measured nearby"
                : "wind from " + Figures.compass(wind.from()) + " (" + Math.round(wind.from()) + "°)"
                        + (speed == null ? "" : " at " + Figures.number(speed) + " m/s");
        if (candidates.isEmpty()) {
            return wind == null ? "Source unknown; " + blowing : "Probably from upwind; " + blowing;
        }
        Candidate best = candidates.get(0);
        String others = candidates.size() == 1 ? "" : "; " + (candidates.size() - 1) + " more possible";
        return "Probably " + best.card().name() + ", " + Math.round(best.metres()) + " m "
                + (wind == null ? "away" : "upwind") + ", " + Math.round(best.fill()) + " % full" + others + "; "
                + blowing;
    }

    /** True for what the wind carries. */
    static boolean carried(Quantity quantity) {
        return quantity == Quantity.ODOUR || quantity == Quantity.SMOKE;
    }
}

package org.vigilia.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;

/** The newest wind and fill readings of the city. */
final class Levels {

    private static final long WIND_FRESH = 60 * Micros.MINUTE;
    private static final double WIND_NEAR_METRES = 25_000;

    private final Map<Long, CityState.Level> newest = new HashMap<>();

    /**
     * The wind at a place.
     *
     * @param from where it comes from, degrees
     * @param speed metres per second; null when it was not measured
     */
    record Wind(double from, @Nullable Double speed) {}

    void see(long datastream, long at, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        CityState.Level before = newest.get(datastream);
        if (before == null || before.at() <= at) {
            newest.put(datastream, new CityState.Level(datastream, at, value));
        }
    }

    List<CityState.Level> list() {
        return new ArrayList<>(newest.values());
    }

    Optional<Double> find(long datastream) {
        return Optional.ofNullable(newest.get(datastream)).map(CityState.Level::value);
    }

    /** The newest wind of the nearest weather sensor that spoke within the hour and is within 25 km; null when none did. */
    @Nullable
    Wind windAt(GeoPoint place, long at, Book book) {
        CityState.Level from = nearest(Quantity.WIND_FROM, place, at, book);
        if (from == null) {
            return null;
        }
        CityState.Level speed = nearest(Quantity.WIND_SPEED, place, at, book);
        return new Wind(from.value(), speed == null ? null : speed.value());
    }

    private CityState.@Nullable Level nearest(Quantity quantity, GeoPoint place, long at, Book book) {
        CityState.Level best = null;
        double bestMetres = WIND_NEAR_METRES;
        for (CityState.Level level : newest.values()) {
            DatastreamCard card = book.datastream(level.datastream());
            GeoPoint there = card == null ? null : card.place();
            if (card == null || there == null || card.quantity() != quantity || level.at() < at - WIND_FRESH) {
                continue;
            }
            double metres = Earth.metres(place, there);
            if (metres <= bestMetres) {
                best = level;
                bestMetres = metres;
            }
        }
        return best;
    }
}

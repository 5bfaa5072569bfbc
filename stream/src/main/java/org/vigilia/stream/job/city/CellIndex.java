package org.vigilia.stream.job.city;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticsearch.h3.H3;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.sensing.Rollups.CellKey;
import org.vigilia.rules.Book;

/** Which datastreams lie in which map cell. Made anew when the book changes; made of one book, it does not change. */
final class CellIndex {

    private final Book book;
    private final Map<Long, CellKey> keys = new HashMap<>();
    private final Map<CellKey, List<Long>> members = new HashMap<>();

    CellIndex(Book book) {
        this.book = book;
        for (DatastreamCard card : book.datastreams()) {
            GeoPoint place = card.place();
            if (place == null || card.quantity() == Quantity.WIND_FROM) {
                continue; // a mean of directions says nothing
            }
            long cell = card.cell() != 0
                    ? card.cell()
                    : H3.geoToH3(place.latitude(), place.longitude(), DatastreamCard.CELL_RESOLUTION);
            CellKey key = new CellKey(cell, card.quantity().name());
            keys.put(card.id().value(), key);
            members.computeIfAbsent(key, x -> new ArrayList<>()).add(card.id().value());
        }
    }

    Book book() {
        return book;
    }

    /** The cell of a datastream; null when its place is not known. */
    @Nullable
    CellKey find(long datastream) {
        return keys.get(datastream);
    }

    Map<CellKey, List<Long>> members() {
        return members;
    }
}

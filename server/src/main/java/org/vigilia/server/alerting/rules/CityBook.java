package org.vigilia.server.alerting.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.rules.Book;

/** What is known of sensors and cameras, as the judges see it: each look asks only for what changed. Safe for many threads. */
@Component
class CityBook {

    private final FactStore facts;
    private final Map<String, DatastreamCard> datastreams = new HashMap<>();
    private final Map<String, CameraCard> cameras = new HashMap<>();
    private long datastreamVersion;
    private long cameraVersion;
    private Book book = Book.EMPTY;

    CityBook(FactStore facts) {
        this.facts = facts;
    }

    /** Cards of now, without rules. Throws {@link org.vigilia.facts.LogUnavailable} when the store is away. */
    synchronized Book get() {
        List<Cards.Card<DatastreamCard>> sensors = facts.datastreams().listAfter(datastreamVersion);
        List<Cards.Card<CameraCard>> seen = facts.cameras().listAfter(cameraVersion);
        for (Cards.Card<DatastreamCard> card : sensors) {
            datastreamVersion = Math.max(datastreamVersion, card.version());
            apply(datastreams, card);
        }
        for (Cards.Card<CameraCard> card : seen) {
            cameraVersion = Math.max(cameraVersion, card.version());
            apply(cameras, card);
        }
        if (!sensors.isEmpty() || !seen.isEmpty()) {
            book = book.withDatastreams(datastreams.values()).withCameras(cameras.values());
        }
        return book;
    }

    private static <T> void apply(Map<String, T> all, Cards.Card<T> card) {
        T body = card.body();
        if (body == null) {
            all.remove(card.id());
        } else {
            all.put(card.id(), body);
        }
    }
}

package org.vigilia.stream.job.city;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.rules.Book;

/** Keeps a book up to date with the store. Used by one thread at a time. */
final class CardFollower {

    private final Kind<CityRule> rules;
    private final Kind<DatastreamCard> datastreams;
    private final Kind<CameraCard> cameras;
    private Book book = Book.EMPTY;

    CardFollower(FactStore store) {
        rules = new Kind<>(store.cityRules());
        datastreams = new Kind<>(store.datastreams());
        cameras = new Kind<>(store.cameras());
    }

    /** All cards of one kind, as of a version. */
    private static final class Kind<T> {

        private final Cards<T> cards;
        private final Map<String, T> bodies = new HashMap<>();
        private long version;

        Kind(Cards<T> cards) {
            this.cards = cards;
        }

        /** @return true when something changed */
        boolean load() {
            List<Cards.Card<T>> news = cards.listAfter(version);
            boolean changed = false;
            for (Cards.Card<T> card : news) {
                T body = card.body();
                version = Math.max(version, card.version());
                changed |= body == null
                        ? bodies.remove(card.id()) != null
                        : !Objects.equals(bodies.put(card.id(), body), body);
            }
            return changed;
        }
    }

    /** Looks for changes; throws when the store is away, and can be asked again. @return the book, the same when nothing changed */
    Book load() {
        if (rules.load()) {
            book = book.withRules(rules.bodies.values());
        }
        if (datastreams.load()) {
            book = book.withDatastreams(datastreams.bodies.values());
        }
        if (cameras.load()) {
            book = book.withCameras(cameras.bodies.values());
        }
        return book;
    }
}

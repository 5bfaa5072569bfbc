package org.vigilia.server.sensing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.Cards;

/**
 * The cards of all datastreams in memory, at most a quarter of a second old: what every process goes by, also this one.
 * Safe for use by many threads.
 */
@Component
public class KnownDatastreams {

    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    private final Cards<DatastreamCard> cards;
    private final Map<DatastreamId, DatastreamCard> byId = new ConcurrentHashMap<>();
    private final Map<Channel, DatastreamId> byChannel = new ConcurrentHashMap<>();
    private long version;
    private long askedNanos;
    private boolean asked;

    KnownDatastreams(FactStore facts) {
        this.cards = facts.datastreams();
    }

    private record Channel(String device, String channel) {}

    /** Empty when there is none, or none yet. */
    public Optional<DatastreamCard> find(DatastreamId id) {
        refresh();
        return Optional.ofNullable(byId.get(id));
    }

    /** The datastream that a device's channel feeds. */
    public Optional<DatastreamCard> find(String device, String channel) {
        refresh();
        return Optional.ofNullable(byChannel.get(new Channel(device, channel))).flatMap(id -> find(id));
    }

    private synchronized void refresh() {
        long now = System.nanoTime();
        if (asked && now - askedNanos < FRESH_NANOS) {
            return;
        }
        for (Cards.Card<DatastreamCard> change : cards.listAfter(version)) {
            version = change.version();
            take(new DatastreamId(Long.parseLong(change.id())), change.body());
        }
        asked = true;
        askedNanos = System.nanoTime();
    }

    private void take(DatastreamId id, @org.jspecify.annotations.Nullable DatastreamCard card) {
        DatastreamCard before = card == null ? byId.remove(id) : byId.put(id, card);
        if (before != null && before.device() != null && before.channel() != null) {
            byChannel.remove(new Channel(before.device(), before.channel()), id);
        }
        if (card != null && card.device() != null && card.channel() != null) {
            byChannel.put(new Channel(card.device(), card.channel()), id);
        }
    }
}

package org.vigilia.stream.job.city;

import io.micrometer.core.instrument.Metrics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.facts.sensing.Rollups;
import org.vigilia.rules.Book;
import org.vigilia.stream.anomaly.AnomalyDetector;
import org.vigilia.stream.anomaly.Score;

/**
 * One detector of unusual minutes for each datastream.
 *
 * <p>What a detector learnt is worth little by the minute and is too large for every checkpoint, so it is saved beside
 * them every half hour: a crash forgets at most that. A minute is scored once; one that is made again keeps its score.
 * When there are more datastreams than detectors may be, those that a rule asks for come first.
 *
 * <p>Used by one thread at a time.
 */
final class Detectors {

    private static final int SAVE_EVERY = 30;
    private static final int SAVE_AT_ONCE = 100;

    private final Rollups rollups;
    private final int max;
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private Book askedOf = Book.EMPTY;
    private Set<Long> asked = Set.of();

    Detectors(Rollups rollups, int max) {
        this.rollups = rollups;
        this.max = max;
    }

    private static final class Held {
        final AnomalyDetector detector;
        long lastAt;
        int unsaved;

        Held(AnomalyDetector detector, long lastAt) {
            this.detector = detector;
            this.lastAt = lastAt;
        }

        byte[] write() {
            byte[] learnt = detector.toBytes();
            return ByteBuffer.allocate(8 + learnt.length)
                    .putLong(lastAt)
                    .put(learnt)
                    .array();
        }
    }

    /**
     * A minute with its score.
     *
     * @param at its begin
     * @param why for people; null when it is not known any more
     */
    record Judged(
            long datastream,
            long at,
            double mean,
            double score,
            @Nullable String why) {}

    /** Scores minutes, oldest first, and notes the scores. */
    List<Judged> score(List<Rollups.Minute> minutes, Book book) {
        List<Judged> judged = new ArrayList<>();
        List<Rollups.Scored> news = new ArrayList<>();
        for (Rollups.Minute minute : minutes) {
            DatastreamCard card = book.datastream(minute.datastream());
            Held one = card == null ? null : find(minute.datastream(), book);
            if (card == null || one == null) {
                continue;
            }
            Double before = minute.score();
            if (minute.at() > one.lastAt) {
                Score score = one.detector.next(instant(minute.at()), minute.mean());
                one.lastAt = minute.at();
                one.unsaved++;
                news.add(new Rollups.Scored(minute.datastream(), minute.at(), score.score()));
                judged.add(new Judged(
                        minute.datastream(),
                        minute.at(),
                        minute.mean(),
                        score.score(),
                        Explanation.of(score, card.unit())));
            } else if (before != null) {
                judged.add(new Judged(minute.datastream(), minute.at(), minute.mean(), before, null));
            }
        }
        rollups.score(news);
        saveSome();
        return judged;
    }

    private @Nullable Held find(long datastream, Book book) {
        Held one = held.get(datastream);
        if (one != null) {
            return one;
        }
        if (held.size() >= max && !(asked(book).contains(datastream) && makeRoom(book))) {
            Metrics.counter("vigilia.stream.minutes.unscored").increment();
            return null;
        }
        one = load(datastream);
        held.put(datastream, one);
        return one;
    }

    /** The datastreams whose scores some rule asks for. */
    private Set<Long> asked(Book book) {
        if (askedOf != book) {
            Set<Long> found = new HashSet<>();
            for (DatastreamCard card : book.datastreams()) {
                if (book.asksForScores(card.id().value())) {
                    found.add(card.id().value());
                }
            }
            asked = found;
            askedOf = book;
        }
        return asked;
    }

    private boolean makeRoom(Book book) {
        Set<Long> kept = asked(book);
        Iterator<Map.Entry<Long, Held>> entries = held.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Held> entry = entries.next();
            if (!kept.contains(entry.getKey())) {
                rollups.saveDetectors(Map.of(entry.getKey(), entry.getValue().write()));
                entries.remove();
                return true;
            }
        }
        return false;
    }

    private Held load(long datastream) {
        Optional<byte[]> saved = rollups.findDetector(datastream);
        if (saved.isPresent()) {
            ByteBuffer bytes = ByteBuffer.wrap(saved.get());
            try {
                long lastAt = bytes.getLong();
                byte[] learnt = new byte[bytes.remaining()];
                bytes.get(learnt);
                return new Held(AnomalyDetector.fromBytes(learnt), lastAt);
            } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
                Metrics.counter("vigilia.stream.detectors.unreadable").increment();
            }
        }
        return new Held(AnomalyDetector.fresh(), Long.MIN_VALUE);
    }

    private void saveSome() {
        Map<Long, byte[]> bodies = new HashMap<>();
        for (Map.Entry<Long, Held> entry : held.entrySet()) {
            if (entry.getValue().unsaved >= SAVE_EVERY && bodies.size() < SAVE_AT_ONCE) {
                bodies.put(entry.getKey(), entry.getValue().write());
            }
        }
        save(bodies);
    }

    /** Saves all that was learnt since it was last saved. */
    void saveAll() {
        Map<Long, byte[]> bodies = new HashMap<>();
        held.forEach((datastream, one) -> {
            if (one.unsaved > 0) {
                bodies.put(datastream, one.write());
            }
        });
        save(bodies);
    }

    private void save(Map<Long, byte[]> bodies) {
        rollups.saveDetectors(bodies);
        bodies.keySet().forEach(datastream -> {
            Held one = held.get(datastream);
            if (one != null) {
                one.unsaved = 0;
            }
        });
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

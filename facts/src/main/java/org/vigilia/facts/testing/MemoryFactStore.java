package org.vigilia.facts.testing;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.Scene;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Parts;
import org.vigilia.facts.PictureStore;
import org.vigilia.facts.Position;

/**
 * Log, catalogue and pictures in memory. Nothing is ever removed. {@link #setAvailable} makes it fail as a database
 * that is away does. Safe for many threads.
 */
public final class MemoryFactStore {

    private final Clock clock;
    private final Sequence<Fact> facts = new Sequence<>();
    private final Sequence<AlertChange> alerts = new Sequence<>();
    private final Set<List<Object>> alertsSeen = new HashSet<>();
    private final Map<CameraId, Catalogue.Entry> entries = new HashMap<>();
    private final Map<PictureId, PictureStore.Picture> pictures = new HashMap<>();
    private final Set<PictureId> kept = new HashSet<>();
    private final MemoryLog log = new MemoryLog();
    private final MemoryCatalogue catalogue = new MemoryCatalogue();
    private final MemoryPictures pictureStore = new MemoryPictures();
    private boolean available = true;
    private long version;

    public MemoryFactStore() {
        this(Clock.systemUTC());
    }

    /** @param clock gives the time at which entries are stored */
    public MemoryFactStore(Clock clock) {
        this.clock = clock;
    }

    public FactLog log() {
        return log;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public PictureStore pictures() {
        return pictureStore;
    }

    /** False: every call throws {@link LogUnavailable} until it is true again. */
    public synchronized void setAvailable(boolean available) {
        this.available = available;
    }

    /** Pictures that were asked to be kept. */
    public synchronized Set<PictureId> keptPictures() {
        return Set.copyOf(kept);
    }

    private void check() {
        if (!available) {
            throw new LogUnavailable("the store is away", new IOException("switched off by a test"));
        }
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private static final class Sequence<T> {

        private final Map<Integer, List<Logged<T>>> parts = new HashMap<>();

        void add(String source, Instant now, T value) {
            int part = Parts.of(source);
            List<Logged<T>> entries = parts.computeIfAbsent(part, p -> new ArrayList<>());
            long newest =
                    entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
            entries.add(new Logged<>(part, Math.max(newest + 1, micros(now)), now, value));
        }

        List<Logged<T>> read(Position after, int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
            }
            int share = (limit + Parts.COUNT - 1) / Parts.COUNT;
            List<Logged<T>> found = new ArrayList<>();
            parts.forEach((part, entries) -> {
                int from = firstAfter(entries, after.seq(part));
                found.addAll(entries.subList(from, Math.min(entries.size(), from + share)));
            });
            found.sort(Comparator.comparingLong(Logged::seq));
            return List.copyOf(found.subList(0, Math.min(limit, found.size())));
        }

        private static <T> int firstAfter(List<Logged<T>> entries, long seq) {
            int low = 0;
            int high = entries.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (entries.get(middle).seq() > seq) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        Position end() {
            Map<Integer, Long> seqs = new HashMap<>();
            parts.forEach((part, entries) ->
                    seqs.put(part, entries.get(entries.size() - 1).seq()));
            return new Position(seqs);
        }
    }

    private final class MemoryLog implements FactLog {

        @Override
        public void append(List<? extends Fact> added) {
            synchronized (MemoryFactStore.this) {
                check();
                Instant now = clock.instant();
                added.forEach(fact -> facts.add(fact.camera().value(), now, fact));
            }
        }

        @Override
        public void appendAlerts(List<AlertChange> changes) {
            synchronized (MemoryFactStore.this) {
                check();
                Instant now = clock.instant();
                for (AlertChange change : changes) {
                    boolean update = change.phase() == AlertChange.Phase.UPDATED;
                    Object once = update ? change.at() : change.phase();
                    if (alertsSeen.add(List.of(change.alert(), once))) {
                        alerts.add(change.source(), now, change);
                    }
                    if (change.proof().picture() != null) {
                        kept.add(change.proof().picture());
                    }
                }
            }
        }

        @Override
        public List<Logged<Fact>> readFacts(Position after, int limit) {
            synchronized (MemoryFactStore.this) {
                check();
                return facts.read(after, limit);
            }
        }

        @Override
        public List<Logged<AlertChange>> readAlerts(Position after, int limit) {
            synchronized (MemoryFactStore.this) {
                check();
                return alerts.read(after, limit);
            }
        }

        @Override
        public Position endOfFacts() {
            synchronized (MemoryFactStore.this) {
                check();
                return facts.end();
            }
        }

        @Override
        public Position endOfAlerts() {
            synchronized (MemoryFactStore.this) {
                check();
                return alerts.end();
            }
        }

        @Override
        public Position factsFrom(Instant storedAt) {
            Map<Integer, Long> seqs = new HashMap<>();
            for (int part = 0; part < Parts.COUNT; part++) {
                seqs.put(part, micros(storedAt) - 1);
            }
            return new Position(seqs);
        }
    }

    private final class MemoryCatalogue implements Catalogue {

        @Override
        public long put(Scene scene, AnalysisOrder order) {
            synchronized (MemoryFactStore.this) {
                check();
                version++;
                entries.put(scene.camera(), new Entry(scene.camera(), version, scene, order));
                return version;
            }
        }

        @Override
        public long remove(CameraId camera) {
            synchronized (MemoryFactStore.this) {
                check();
                version++;
                entries.put(camera, new Entry(camera, version, null, null));
                return version;
            }
        }

        @Override
        public List<Entry> listAfter(long after) {
            synchronized (MemoryFactStore.this) {
                check();
                return entries.values().stream()
                        .filter(e -> e.version() > after)
                        .sorted(Comparator.comparingLong(Entry::version))
                        .toList();
            }
        }
    }

    private final class MemoryPictures implements PictureStore {

        @Override
        public void save(PictureId id, CameraId camera, Instant at, byte[] jpeg) {
            if (jpeg.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "picture " + id + " has " + jpeg.length + " bytes, but at most " + MAX_BYTES + " are stored");
            }
            synchronized (MemoryFactStore.this) {
                check();
                pictures.putIfAbsent(id, new Picture(id, camera, at, jpeg.clone()));
            }
        }

        @Override
        public Optional<Picture> find(PictureId id) {
            synchronized (MemoryFactStore.this) {
                check();
                return Optional.ofNullable(pictures.get(id));
            }
        }

        @Override
        public void keep(PictureId id) {
            synchronized (MemoryFactStore.this) {
                check();
                kept.add(id);
            }
        }
    }
}

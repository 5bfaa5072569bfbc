package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.Scene;
import org.vigilia.facts.Catalogue.AnalysisOrder;
import org.vigilia.facts.Catalogue.Entry;

/** What every store must do, whatever it is made of. Each test gets cameras of its own, so stores need no emptying. */
abstract class FactStoreBehaviour {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");

    abstract FactLog log();

    abstract Catalogue catalogue();

    abstract PictureStore pictures();

    @Test
    void whatWasAppendedIsReadInOrderAndOnce() {
        CameraId camera = Examples.newCamera();
        Position start = log().endOfFacts();
        List<Fact> facts = IntStream.range(0, 500)
                .mapToObj(i -> Examples.reading(camera, NOON.plusMillis(i), i))
                .map(Fact.class::cast)
                .toList();

        log().append(facts.subList(0, 1));
        log().append(facts.subList(1, 400));
        log().append(List.of());
        log().append(facts.subList(400, 500));

        List<Logged<Fact>> read = Examples.readAll(log(), start, 64);
        assertThat(read.stream().map(Logged::value)).containsExactlyElementsOf(facts);
        assertThat(read.stream().map(Logged::seq)).isSorted().doesNotHaveDuplicates();
        assertThat(read.stream().map(Logged::part)).containsOnly(Parts.of(camera));
        assertThat(log().readFacts(log().endOfFacts(), 10)).isEmpty();
    }

    @Test
    void everyKindOfFactComesBackAsItWas() {
        CameraId camera = Examples.newCamera();
        Position start = log().endOfFacts();
        List<Fact> facts =
                List.of(Examples.track(camera, NOON), Examples.reading(camera, NOON, 3), Examples.health(camera, NOON));

        log().append(facts);

        assertThat(Examples.readAll(log(), start, 10).stream().map(Logged::value))
                .containsExactlyElementsOf(facts);
    }

    @Test
    void readingTwiceFromOnePositionGivesTheSame() {
        Position start = log().endOfFacts();
        for (int i = 0; i < 40; i++) {
            log().append(List.of(Examples.reading(Examples.newCamera(), NOON, i)));
        }

        assertThat(log().readFacts(start, 16)).isEqualTo(log().readFacts(start, 16));
        assertThat(log().readFacts(start, 7)).hasSizeLessThanOrEqualTo(7).isNotEmpty();
        assertThatThrownBy(() -> log().readFacts(start, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readingFromATimeGivesWhatWasStoredSince() {
        CameraId camera = Examples.newCamera();
        log().append(List.of(Examples.reading(camera, NOON, 1)));
        Logged<Fact> first = last(camera);
        log().append(List.of(Examples.reading(camera, NOON, 2)));
        Logged<Fact> second = last(camera);

        List<Logged<Fact>> since =
                Examples.readAll(log(), log().factsFrom(first.storedAt().minusSeconds(1)), 100);
        assertThat(since).contains(first, second);
        assertThat(Examples.readAll(log(), log().factsFrom(second.storedAt().plusSeconds(60)), 100))
                .isEmpty();
    }

    private Logged<Fact> last(CameraId camera) {
        List<Logged<Fact>> all = Examples.readAll(log(), Position.START, 1000).stream()
                .filter(e -> e.value().camera().equals(camera))
                .toList();
        return all.get(all.size() - 1);
    }

    /** Writers of many cameras and a reader at the same time: nothing is missed, nothing comes twice, order holds. */
    @Test
    void aReaderMissesNothingWhileManyWrite() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Position start = log().endOfFacts();
        int writers = 6;
        int batches = 40;
        List<CameraId> cameras =
                IntStream.range(0, 10).mapToObj(i -> Examples.newCamera()).toList();
        Map<CameraId, List<Integer>> seen = new ConcurrentHashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        try {
            Future<Integer> reader = threads.submit(() -> {
                Position position = start;
                int count = 0;
                while (true) {
                    boolean last = !writing.get();
                    List<Logged<Fact>> news = log().readFacts(position, 100);
                    for (Logged<Fact> entry : news) {
                        position = position.after(entry);
                        seen.computeIfAbsent(entry.value().camera(), c -> new ArrayList<>())
                                .add(Examples.count(entry.value()));
                        count++;
                    }
                    if (news.isEmpty() && last) {
                        return count;
                    }
                }
            });
            Map<CameraId, Integer> next = new ConcurrentHashMap<>();
            List<Future<?>> running = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                List<Integer> sizes = random.ints(batches, 1, 30).boxed().toList();
                List<CameraId> own = List.of(cameras.get(w), cameras.get(9 - w % 3));
                boolean shared = w >= 3;
                running.add(threads.submit(() -> {
                    for (int size : sizes) {
                        List<Fact> batch = new ArrayList<>();
                        for (int i = 0; i < size; i++) {
                            CameraId camera = shared ? own.get(0) : own.get(i % 2);
                            batch.add(Examples.reading(camera, NOON, next.merge(camera, 1, Integer::sum)));
                        }
                        log().append(batch);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            assertThat(reader.get(60, TimeUnit.SECONDS))
                    .isEqualTo(next.values().stream().mapToInt(i -> i).sum());
            next.forEach((camera, count) -> assertThat(seen.get(camera))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, count).boxed().toList()));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneSituationIsStoredOnceHoweverOftenItIsAppended() {
        CameraId camera = Examples.newCamera();
        Position start = log().endOfAlerts();
        AlertChange raised = Examples.alert(camera, "a-" + camera, Phase.RAISED, NOON, null);
        AlertChange updated = Examples.alert(camera, "a-" + camera, Phase.UPDATED, NOON.plusSeconds(2), null);
        AlertChange updatedAgain = Examples.alert(camera, "a-" + camera, Phase.UPDATED, NOON.plusSeconds(4), null);
        AlertChange ended = Examples.alert(camera, "a-" + camera, Phase.ENDED, NOON.plusSeconds(6), null);

        log().appendAlerts(List.of(raised, updated));
        log().appendAlerts(List.of(raised, updated, updatedAgain, ended));
        log().appendAlerts(List.of(
                Examples.alert(camera, "a-" + camera, Phase.RAISED, NOON.plusSeconds(1), null), ended, updatedAgain));

        assertThat(log().readAlerts(start, 100).stream().map(Logged::value).filter(c -> camera.equals(c.camera())))
                .containsExactly(raised, updated, updatedAgain, ended);
    }

    @Test
    void theCatalogueTellsWhatChangedSince() {
        CameraId one = Examples.newCamera();
        CameraId two = Examples.newCamera();
        AnalysisOrder order = new AnalysisOrder(true, 5, "default");

        long first = catalogue().put(Scene.empty(one), order);
        long second = catalogue().put(Scene.empty(two), order);
        long third = catalogue().put(Scene.empty(one), new AnalysisOrder(false, 2, "default"));

        assertThat(second).isGreaterThan(first);
        assertThat(catalogue().listAfter(second))
                .containsExactly(new Entry(one, third, Scene.empty(one), new AnalysisOrder(false, 2, "default")));
        assertThat(catalogue().listAfter(first).stream().map(Entry::camera)).containsExactly(two, one);
        assertThat(catalogue().listAfter(third)).isEmpty();

        long removed = catalogue().remove(two);
        assertThat(catalogue().listAfter(third)).containsExactly(new Entry(two, removed, null, null));
        assertThat(catalogue().listAfter(0).stream().map(Entry::camera)).contains(one, two);
    }

    @Test
    void aCatalogueReaderMissesNothingWhileManyWrite() throws Exception {
        int writers = 4;
        List<CameraId> cameras =
                IntStream.range(0, writers).mapToObj(i -> Examples.newCamera()).toList();
        long start = catalogue().listAfter(0).stream()
                .mapToLong(Entry::version)
                .max()
                .orElse(0);
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        try {
            Future<Map<CameraId, Double>> follower = threads.submit(() -> {
                Map<CameraId, Double> state = new ConcurrentHashMap<>();
                long version = start;
                while (true) {
                    boolean last = !writing.get();
                    List<Entry> news = catalogue().listAfter(version);
                    for (Entry entry : news) {
                        version = entry.version();
                        AnalysisOrder order = entry.order();
                        if (order != null) {
                            state.put(entry.camera(), order.fps());
                        }
                    }
                    if (news.isEmpty() && last) {
                        return state;
                    }
                }
            });
            List<Future<?>> running = new ArrayList<>();
            for (CameraId camera : cameras) {
                running.add(threads.submit(() -> {
                    for (int i = 1; i <= 25; i++) {
                        catalogue().put(Scene.empty(camera), new AnalysisOrder(true, i, "default"));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            assertThat(follower.get(60, TimeUnit.SECONDS))
                    .isEqualTo(cameras.stream().collect(Collectors.toMap(c -> c, c -> 25.0)));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void picturesAreStoredOnceAndFound() {
        CameraId camera = Examples.newCamera();
        PictureId id = new PictureId("p-" + camera);
        byte[] jpeg = {1, 2, 3, (byte) 0xff};

        assertThat(pictures().find(id)).isEmpty();
        pictures().save(id, camera, NOON, jpeg);
        pictures().save(id, camera, NOON.plusSeconds(1), new byte[] {9});

        PictureStore.Picture found = pictures().find(id).orElseThrow();
        assertThat(found.jpeg()).isEqualTo(jpeg);
        assertThat(found.at()).isEqualTo(NOON);
        assertThat(found.camera()).isEqualTo(camera);
        assertThatThrownBy(
                        () -> pictures().save(new PictureId("big"), camera, NOON, new byte[PictureStore.MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most");
    }
}

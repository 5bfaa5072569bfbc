package org.vigilia.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.facts.sensing.DeadLetters;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.ObservationLog;

class IntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final double POISON = 666;

    /** A store in memory, which can be away, and does not take one certain value. */
    private static final class Store implements ObservationLog, DeadLetters {
        private final List<Observation> stored = Collections.synchronizedList(new ArrayList<>());
        private final List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean away;

        @Override
        public Appended append(List<Observation> observations) {
            if (away) {
                throw new LogUnavailable("away", new IOException("by a test"));
            }
            if (observations.stream().anyMatch(o -> o.value() == POISON)) {
                throw new IllegalArgumentException("not this value");
            }
            stored.addAll(observations);
            return new Appended(observations.size(), 0);
        }

        @Override
        public void add(List<DeadLetter> added) {
            letters.addAll(added);
        }

        @Override
        public List<Added> addAll(List<Observation> observations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean replace(long id, Observation observation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int remove(List<Long> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long[] ids(List<Observation> observations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Logged<ObservationBatch>> read(Position after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Position end() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Position from(Instant storedAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Kept> list(Search search, Page page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long count(Search search) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ReasonCount> reasons(Search search) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Kept> find(long id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Long> settle(List<Long> ids, String how, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Long> reopen(List<Long> ids) {
            throw new UnsupportedOperationException();
        }
    }

    private static Observation observation(int number, double value) {
        return new Observation(new DatastreamId(1), NOW.plusSeconds(number), value);
    }

    @Test
    void everybodyIsToldInOrderWhenTheirPartIsStored() throws InterruptedException {
        Store store = new Store();
        try (Intake intake = new Intake(store, store, 1_000)) {
            List<Integer> told = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch all = new CountDownLatch(500);
            for (int i = 0; i < 500; i++) {
                int number = i;
                intake.offer(new Handover(List.of(observation(i, i)), List.of(), () -> {
                    assertThat(store.stored).hasSizeGreaterThan(number);
                    told.add(number);
                    all.countDown();
                }));
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(told).isSorted().hasSize(500);
            assertThat(store.stored).extracting(Observation::value).isSorted().hasSize(500);
            assertThat(intake.figures().commits()).isLessThan(500);
        }
    }

    @Test
    void whileTheStoreIsAwayNobodyIsToldAndTheQueueIsBounded() throws InterruptedException {
        Store store = new Store();
        store.away = true;
        try (Intake intake = new Intake(store, store, 10)) {
            CountDownLatch told = new CountDownLatch(1);
            List<Intake.Admission> answers = new ArrayList<>();
            int taken = 0;
            for (int i = 0; i < 200; i++) {
                Intake.Admission answer =
                        intake.offer(new Handover(List.of(observation(i, 1)), List.of(), told::countDown));
                answers.add(answer);
                taken += answer == Intake.Admission.FULL ? 0 : 1;
            }
            assertThat(answers).contains(Intake.Admission.TAKEN, Intake.Admission.SLOW_DOWN, Intake.Admission.FULL);
            assertThat(taken).isBetween(80, 82);
            CountDownLatch calm = new CountDownLatch(1);
            intake.whenCalm(calm::countDown);
            assertThat(told.await(300, TimeUnit.MILLISECONDS)).isFalse();
            store.away = false;
            assertThat(calm.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(store.stored).hasSize(taken);
        }
    }

    @Test
    void whatTheStoreDoesNotTakeIsALetterAndTheRestIsStored() throws InterruptedException {
        Store store = new Store();
        try (Intake intake = new Intake(store, store, 1_000)) {
            CountDownLatch all = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                intake.offer(new Handover(List.of(observation(i, i == 20 ? POISON : i)), List.of(), all::countDown));
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(store.stored).hasSize(49);
            assertThat(store.letters)
                    .hasSize(1)
                    .first()
                    .satisfies(l -> assertThat(l.reason()).isEqualTo("the store does not take it: not this value"));
        }
    }
}

package org.vigilia.stream.job.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vigilia.rules.RuleWatch;
import org.vigilia.rules.SensorJudge;
import org.vigilia.stream.job.city.Dirty.Key;
import org.vigilia.stream.job.city.Dirty.Kind;

/** What must be rolled up is never forgotten. */
class DirtyTest {

    private static Key key(long id) {
        return new Key(id, 0, id * 60);
    }

    @Test
    void isTakenWhenItIsDueAndAtMostSoMuch() {
        Dirty dirty = new Dirty();
        dirty.add(Kind.MINUTE, key(1), 100);
        dirty.add(Kind.MINUTE, key(2), 50);
        dirty.add(Kind.MINUTE, key(3), 50);
        dirty.add(Kind.MINUTE, key(1), 200);
        assertThat(dirty.size()).isEqualTo(3);
        assertThat(dirty.take(Kind.MINUTE, 60, 1)).containsExactly(key(2));
        dirty.settle();
        assertThat(dirty.take(Kind.MINUTE, 60, 9)).containsExactly(key(3));
        dirty.settle();
        assertThat(dirty.take(Kind.MINUTE, 100, 9))
                .as("the earlier time counts")
                .containsExactly(key(1));
    }

    @Test
    void whatCouldNotBeMadeComesBack() {
        Dirty dirty = new Dirty();
        dirty.add(Kind.HOUR, key(1), 10);
        dirty.take(Kind.HOUR, 10, 9);
        assertThat(dirty.size()).isZero();
        dirty.putBack(500);
        assertThat(dirty.take(Kind.HOUR, 499, 9)).isEmpty();
        assertThat(dirty.take(Kind.HOUR, 500, 9)).containsExactly(key(1));
    }

    @Test
    void whatWasMarkedAgainWhileItWasMadeIsMadeAgain() {
        Dirty dirty = new Dirty();
        dirty.add(Kind.MINUTE, key(1), 10);
        dirty.take(Kind.MINUTE, 10, 9);
        dirty.add(Kind.MINUTE, key(1), 10);
        dirty.settle();
        assertThat(dirty.take(Kind.MINUTE, 10, 9)).containsExactly(key(1));
    }

    @Test
    void aCheckpointHoldsWhatWaitsAndWhatIsBeingMade() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        Dirty dirty = new Dirty();
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Key key = new Key(random.nextLong(), random.nextInt(20), random.nextLong());
            dirty.add(kind, key, random.nextInt(100));
            expected.add(kind + " " + key);
        }
        for (Kind kind : Kind.values()) {
            dirty.take(kind, 50, 10);
        }
        RollupMemory memory = new RollupMemory(dirty, SensorJudge.fresh(RuleWatch.NOBODY));
        RollupMemory.Serializer serializer = RollupMemory.Serializer.INSTANCE;
        for (RollupMemory again : List.of(serializer.read(serializer.write(memory)), serializer.copy(memory))) {
            again.dirty().putBack(0);
            Set<String> found = new TreeSet<>();
            for (Kind kind : Kind.values()) {
                again.dirty().take(kind, Long.MAX_VALUE, 1_000).forEach(key -> found.add(kind + " " + key));
            }
            assertThat(found).isEqualTo(expected);
        }
    }
}

package org.vigilia.vision.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.ObjectClass;

final class CandidatesTest {

    @Test
    void oneVehicleIsNotTwoButARiderAndABicycleAre() {
        Candidates candidates = new Candidates();
        candidates.add(10, 10, 60, 40, 0.5f, ObjectClass.CAR);
        candidates.add(11, 10, 61, 40, 0.6f, ObjectClass.TRUCK);
        candidates.add(80, 10, 100, 60, 0.7f, ObjectClass.PERSON);
        candidates.add(80, 11, 100, 61, 0.4f, ObjectClass.BICYCLE);
        assertThat(candidates.thinned(0.6f))
                .extracting(Candidates.Candidate::kind)
                .containsExactly(ObjectClass.PERSON, ObjectClass.TRUCK, ObjectClass.BICYCLE);
    }

    @Test
    void emptyAndImpossibleBoxesAreNoCandidates() {
        Candidates candidates = new Candidates();
        candidates.add(10, 10, 10, 40, 0.9f, ObjectClass.CAR);
        candidates.add(10, 40, 20, 10, 0.9f, ObjectClass.CAR);
        candidates.add(10, 10, 20, 20, Float.NaN, ObjectClass.CAR);
        candidates.add(Float.NaN, 10, 20, 20, 0.9f, ObjectClass.CAR);
        assertThat(candidates.size()).isZero();
    }

    @Test
    void whatIsKeptNeverOverlapsAndWhatIsDroppedAlwaysDoes() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            Candidates candidates = new Candidates();
            for (int i = 0; i < 40; i++) {
                float x = random.nextInt(40);
                float y = random.nextInt(40);
                candidates.add(
                        x,
                        y,
                        x + 5 + random.nextInt(20),
                        y + 5 + random.nextInt(20),
                        random.nextFloat(),
                        ObjectClass.PERSON);
            }
            List<Candidates.Candidate> kept = candidates.thinned(0.5f);
            for (int i = 0; i < kept.size(); i++) {
                for (int j = i + 1; j < kept.size(); j++) {
                    assertThat(kept.get(i).overlap(kept.get(j)))
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(0.5f);
                    assertThat(kept.get(i).score())
                            .isGreaterThanOrEqualTo(kept.get(j).score());
                }
            }
            assertThat(kept).isNotEmpty();
        }
    }
}

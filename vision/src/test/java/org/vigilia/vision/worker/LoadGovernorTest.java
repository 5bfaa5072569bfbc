package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadGovernorTest {

    private final LoadGovernor governor = new LoadGovernor(2);

    @Test
    void leavesOutIdleCamerasFirstThenSlowsDownTheOthersThenStopsThoseWithoutRules() {
        assertThat(governor.fps(5, true, true)).isEqualTo(5);

        overload(2);
        assertThat(governor.level()).isEqualTo(1);
        assertThat(governor.fps(5, true, true)).isEqualTo(1);
        assertThat(governor.fps(5, false, true)).isEqualTo(5);

        overload(2);
        assertThat(governor.fps(5, false, true)).isEqualTo(4);
        overload(6);
        assertThat(governor.fps(5, false, true)).as("never below the minimum").isEqualTo(2);
        assertThat(governor.fps(5, false, false)).isEqualTo(2);

        overload(2);
        assertThat(governor.level()).isEqualTo(LoadGovernor.HIGHEST);
        assertThat(governor.fps(5, false, false)).isZero();
        assertThat(governor.fps(5, false, true)).isEqualTo(2);
        overload(10);
        assertThat(governor.level()).isEqualTo(LoadGovernor.HIGHEST);
    }

    @Test
    void aShortBurstChangesNothingAndRecoveryTakesTenGoodSecondsAStep() {
        assertThat(governor.second(1, 2)).isFalse();
        assertThat(governor.second(0.5, 0)).isFalse();
        assertThat(governor.second(1, 2)).isFalse();
        assertThat(governor.level()).isZero();

        overload(4);
        for (int i = 0; i < 9; i++) {
            assertThat(governor.second(0.3, 0.01)).isFalse();
        }
        assertThat(governor.second(0.75, 0.01)).as("neither good nor bad").isFalse();
        for (int i = 0; i < 9; i++) {
            governor.second(0.3, 0.01);
        }
        assertThat(governor.level()).isEqualTo(2);
        assertThat(governor.second(0.3, 0.01)).isTrue();
        assertThat(governor.level()).isEqualTo(1);
    }

    @Test
    void aCameraThatAsksForLittleIsNotSpedUp() {
        overload(20);
        assertThat(governor.fps(0.5, true, true)).isEqualTo(0.5);
        assertThat(governor.fps(0.5, false, true)).isEqualTo(0.5);
    }

    private void overload(int seconds) {
        for (int i = 0; i < seconds; i++) {
            governor.second(0.99, 0.1);
        }
    }
}

package org.vigilia.server.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;

/** How often a rule was right is told with how sure that is. */
class PrecisionTest {

    private static Precision of(Precision.Counts counts) {
        return Precision.of(
                new RuleId("r"),
                "wrong way",
                RuleKind.WRONG_WAY,
                new Alert.Seen(new CameraId("c"), "Camera"),
                "Camera",
                counts);
    }

    @Test
    void nothingIsSaidBeforeAnybodyJudged() {
        Precision precision = of(new Precision.Counts(5, 0, 1, 1, 0));
        assertThat(precision.precision()).isNull();
        assertThat(precision.precisionLow()).isNull();
        assertThat(precision.precisionHigh()).isNull();
    }

    @Test
    void onlyConfirmedAndFalseOnesCount() {
        Precision precision = of(new Precision.Counts(20, 9, 8, 5, 3));
        assertThat(precision.precision()).isEqualTo(0.75);
    }

    /** Reference values of the Wilson score interval, 95 %: 8 of 10 and 0 of 10. */
    @Test
    void theIntervalIsThatOfWilson() {
        assertThat(Precision.wilson(8, 10)[0]).isCloseTo(0.4901625, within(1e-6));
        assertThat(Precision.wilson(8, 10)[1]).isCloseTo(0.9433178, within(1e-6));
        assertThat(Precision.wilson(0, 10)[0]).isCloseTo(0, within(1e-12));
        assertThat(Precision.wilson(0, 10)[1]).isCloseTo(0.2775328, within(1e-6));
    }

    @Test
    void oneRightAlertIsNoProofOfPerfection() {
        Precision precision = of(new Precision.Counts(1, 1, 0, 0, 0));
        assertThat(precision.precision()).isEqualTo(1);
        assertThat(precision.precisionLow()).isLessThan(0.25);
    }
}

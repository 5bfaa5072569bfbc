package org.vigilia.server.sensing.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vigilia.contract.sensing.Quantity;

class ScalesTest {

    @Test
    void bandsRiseAndTheLastHasNoEnd() {
        for (Quantity quantity : Quantity.values()) {
            for (Scales.Scale scale : Scales.of(quantity)) {
                double before = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < scale.bands().size() - 1; i++) {
                    Double upTo = scale.bands().get(i).upTo();
                    assertThat(upTo)
                            .as(quantity + " " + scale.name())
                            .isNotNull()
                            .isGreaterThan(before);
                    before = upTo == null ? before : upTo;
                }
                assertThat(scale.bands().get(scale.bands().size() - 1).upTo()).isNull();
            }
        }
    }

    @Test
    void airIsJudgedByBothScales() {
        assertThat(Scales.of(Quantity.PM25)).extracting(Scales.Scale::name).containsExactly("EU", "US");
        assertThat(Scales.of(Quantity.LAEQ)).isEmpty();
    }
}

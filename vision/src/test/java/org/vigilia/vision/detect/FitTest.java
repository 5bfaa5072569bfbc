package org.vigilia.vision.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FitTest {

    @Test
    void picturesOfNearlyTheSameAspectFillTheInput() {
        assertThat(Fit.of(768, 576, 416, 320)).isEqualTo(new Fit(416, 320));
        assertThat(Fit.of(1920, 1080, 512, 288)).isEqualTo(new Fit(512, 288));
        assertThat(Fit.of(640, 352, 512, 288)).isEqualTo(new Fit(512, 288));
    }

    @Test
    void othersKeepTheirAspectAndLeaveARest() {
        assertThat(Fit.of(1080, 1920, 416, 320)).isEqualTo(new Fit(180, 320));
        assertThat(Fit.of(3840, 1080, 512, 288)).isEqualTo(new Fit(512, 144));
        assertThat(Fit.of(10_000, 1, 512, 288).heightPx()).isEqualTo(1);
    }

    @Test
    void processorsWithoutExactByteSumsAreKnown() {
        assertThat(Processor.overflowsInt8Sums("flags : fpu sse2 avx2 avx512f")).isTrue();
        assertThat(Processor.overflowsInt8Sums("flags : fpu avx2 avx512_vnni avx512f"))
                .isFalse();
        assertThat(Processor.overflowsInt8Sums("flags : fpu avx2 avx_vnni")).isFalse();
    }
}

package org.vigilia.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class RecordingPlanTest {
    private static RecordingPlan plan(String json) {
        return JsonMapper.shared().readValue(json.replace('\'', '"'), RecordingPlan.class);
    }

    @Test
    void followsTheLocalTimeOfItsPlaceOverMidnight() {
        RecordingPlan plan = plan("{'mode':'SCHEDULE','zone':'Europe/Athens','schedule':["
                + "{'days':[1,2,3,4,5],'from':'07:00','to':'19:00'},{'days':[6],'from':'22:00','to':'06:00'}]}");
        // a Friday in November: Athens is two hours ahead; a Friday in July: three
        assertThat(plan.wants(Instant.parse("2026-11-27T04:59:59Z"))).isFalse();
        assertThat(plan.wants(Instant.parse("2026-11-27T05:00:00Z"))).isTrue();
        assertThat(plan.wants(Instant.parse("2026-07-03T04:00:00Z"))).isTrue();
        assertThat(plan.wants(Instant.parse("2026-11-27T17:00:00Z"))).isFalse();
        assertThat(plan.wants(Instant.parse("2026-11-28T21:00:00Z"))).isTrue();
        assertThat(plan.wants(Instant.parse("2026-11-29T03:59:00Z"))).isTrue();
        assertThat(plan.wants(Instant.parse("2026-11-29T04:00:00Z"))).isFalse();
    }

    @Test
    void recordsAlwaysAndWithoutSoundWhenNothingIsSaid() {
        assertThat(plan("{}").wants(Instant.EPOCH)).isTrue();
        assertThat(plan("{}").withSound()).isFalse();
        assertThat(plan("{'mode':'OFF','sound':true}").wants(Instant.EPOCH)).isFalse();
        assertThat(plan("{'mode':'OFF','sound':true}").withSound()).isFalse();
        assertThat(plan("{'sound':true}").withSound()).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> new RecordingPlan(null, null, "Europe/Atlantis", null))
                .hasMessageContaining("Atlantis");
        assertThatThrownBy(() -> new RecordingPlan.Span(List.of(8), "07:00", "08:00"))
                .hasMessageContaining("8");
        assertThatThrownBy(() -> new RecordingPlan.Span(List.of(1), "7 o'clock", "08:00"))
                .hasMessageContaining("7 o'clock");
    }
}

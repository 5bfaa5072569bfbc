package org.vigilia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MachineRefusalsTest {

    private static final TokenId TOKEN = new TokenId("t-0000000000000001");

    private Instant now = Instant.parse("2026-11-25T10:00:00Z");

    private final MachineRefusals refusals = new MachineRefusals(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void theFirstIsRecordedAndTheNextOnesAreToldAfterAMinute() {
        assertThat(refusals.count(TOKEN, Right.SEE_ALERTS)).hasValue(0);
        now = now.plus(MachineRefusals.RECORDED_EVERY).minusMillis(1);
        for (int i = 0; i < 500; i++) {
            assertThat(refusals.count(TOKEN, Right.SEE_ALERTS)).isEmpty();
        }
        now = now.plusMillis(1);
        assertThat(refusals.count(TOKEN, Right.SEE_ALERTS)).hasValue(500);
        now = now.plus(Duration.ofHours(1));
        assertThat(refusals.count(TOKEN, Right.SEE_ALERTS)).hasValue(0);
    }

    @Test
    void otherRightsAndOtherMachinesAreRecordedByThemselves() {
        assertThat(refusals.count(TOKEN, Right.SEE_ALERTS)).hasValue(0);
        assertThat(refusals.count(TOKEN, Right.SEE_CAMERAS)).hasValue(0);
        assertThat(refusals.count(new TokenId("t-0000000000000002"), Right.SEE_ALERTS))
                .hasValue(0);
    }
}

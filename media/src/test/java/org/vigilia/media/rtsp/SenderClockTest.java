package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamInfo;

final class SenderClockTest {
    private static final long NOW = 1_795_000_000_000_000L;
    private static final int NTP_NOW = (int) (NOW / 1_000_000 + 2_208_988_800L);

    private final SenderClock clock = new SenderClock(90_000, Duration.ofSeconds(3));

    @Test
    void tellsArrivalUntilTheCameraReports() {
        assertThat(clock.source()).isEqualTo(StreamInfo.Clock.ARRIVAL);
        assertThat(clock.captureMicros(5, NOW)).isEqualTo(NOW);
    }

    @Test
    void countsFromTheReportAcrossTheEndOfTheCounter() {
        assertThat(clock.report(NTP_NOW, 0x8000_0000, -90_000, NOW + 500_000)).isTrue();
        assertThat(clock.source()).isEqualTo(StreamInfo.Clock.RTCP);
        assertThat(clock.captureMicros(90_000, NOW + 2_500_000)).isEqualTo(NOW + 2_500_000);
        assertThat(clock.captureMicros(-180_000, NOW)).isEqualTo(NOW - 500_000);
        assertThat(clock.report(NTP_NOW + 1, 0, 0, NOW + 1_000_000)).isFalse();
    }

    @Test
    void doesNotBelieveAClockThatIsFarOff() {
        assertThat(clock.report(NTP_NOW - 3600, 0, 0, NOW)).isTrue();
        assertThat(clock.source()).isEqualTo(StreamInfo.Clock.ARRIVAL);
        assertThat(clock.captureMicros(0, NOW)).isEqualTo(NOW);
        assertThat(clock.detail()).contains("-3600 s");
        assertThat(clock.report(NTP_NOW, 0, 0, NOW)).isTrue();
        assertThat(clock.detail()).isEmpty();
    }

    @Test
    void knowsTimesAfterThe32BitSecondsBeginAnew() {
        long later = 2_100_000_000_000_000L;
        int ntp = (int) (later / 1_000_000 + 2_208_988_800L);
        clock.report(ntp, 0, 0, later);
        assertThat(clock.captureMicros(0, later)).isEqualTo(later);
    }
}

package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class RtspAddressTest {

    @Test
    void takesTheLoginOutOfTheAddress() {
        RtspAddress address = RtspAddress.parse("rtsp://anna:p%40ss+w@ord@10.0.0.5:8554/live/main?channel=1");
        assertThat(address.host()).isEqualTo("10.0.0.5");
        assertThat(address.port()).isEqualTo(8554);
        assertThat(address.uri()).isEqualTo("rtsp://10.0.0.5:8554/live/main?channel=1");
        assertThat(address.login()).isEqualTo(new Login("anna", "p@ss+w@ord"));
        assertThat(address.toString()).doesNotContain("anna");
    }

    @Test
    void knowsTheUsualPort() {
        RtspAddress address = RtspAddress.parse("RTSP://cam.example/x");
        assertThat(address.port()).isEqualTo(554);
        assertThat(address.login()).isNull();
    }

    @Test
    void neverRepeatsWhatItCannotRead() {
        for (String text : new String[] {"http://a:secret@b/", "rtsp://a:secret@/x", "rtsp://a:secret@[x/", "secret"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RtspAddress.parse(text))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }
}

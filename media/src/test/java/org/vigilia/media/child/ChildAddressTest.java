package org.vigilia.media.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.vigilia.media.rtsp.Login;

final class ChildAddressTest {

    @Test
    void readsPathsAndFilesThatLoop() {
        assertThat(ChildAddress.parse("/a/b c.mp4", null)).isEqualTo(new ChildAddress("file:/a/b c.mp4", true, false));
        assertThat(ChildAddress.parse("file:///a/b.avi?loop=true", null))
                .isEqualTo(new ChildAddress("file:/a/b.avi", true, true));
    }

    @Test
    void putsTheLoginWhereFfmpegLooksForIt() {
        ChildAddress address = ChildAddress.parse("http://cam/video.mjpg", new Login("a b", "p@:/"));
        assertThat(address.url()).isEqualTo("http://a%20b:p%40%3A%2F@cam/video.mjpg");
        assertThat(address.toString()).doesNotContain("p%40");
    }

    @Test
    void refusesWhatWouldReadOtherThings() {
        for (String text : new String[] {"concat:/etc/passwd", "pipe:0", "data:x", "subfile,,:/x", "gopher://x/y"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ChildAddress.parse(text, null));
        }
    }
}

package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SessionDescriptionTest {

    @Test
    void readsWhatCamerasWrite() {
        SessionDescription description = SessionDescription.parse("""
                v=0
                o=- 1 1 IN IP4 0.0.0.0
                s=Media
                a=control:rtsp://10.0.0.5/live/
                m=audio 0 RTP/AVP 0
                a=control:trackID=2
                m=video 0 RTP/AVP 97
                a=rtpmap:97 h264/90000
                a=framerate:12.5
                a=fmtp:97 packetization-mode=1; profile-level-id=4D001F; sprop-parameter-sets=Z00AKKlQFAW0IA==,aO48gA==
                a=control:trackID=1
                m=application 0 RTP/AVP 107
                a=rtpmap:107 vnd.onvif.metadata/90000
                """);
        assertThat(description.control()).isEqualTo("rtsp://10.0.0.5/live/");
        assertThat(description.tracks())
                .extracting(SessionDescription.Track::kind)
                .containsExactly("audio", "video", "application");
        SessionDescription.Track video = description.tracks().get(1);
        assertThat(video.encoding()).isEqualTo("H264");
        assertThat(video.control()).isEqualTo("trackID=1");
        assertThat(video.fps()).isEqualTo(12.5);
        assertThat(video.parameterSets()).hasSize(2);
        assertThat(video.parameterSets().get(0)[0]).isEqualTo((byte) 0x67);
    }

    @Test
    void skipsWhatIsBroken() {
        SessionDescription description = SessionDescription.parse(
                "m=video\r\na=framerate:x\r\na=fmtp:-1 sprop-sps=%%%;=;\r\nm=video 0 RTP/AVP 26\r\nx\r\n\r\na=rtpmap:26 /0");
        assertThat(description.tracks()).hasSize(2);
        assertThat(description.tracks().get(0).parameterSets()).isEmpty();
    }
}

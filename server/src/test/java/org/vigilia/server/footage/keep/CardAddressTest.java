package org.vigilia.server.footage.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.registry.Camera;

class CardAddressTest {

    private static Camera camera(@Nullable String user) {
        return new Camera(
                new CameraId("gate"),
                "Gate",
                new Camera.Owner(new AgencyId("city"), "City"),
                null,
                null,
                null,
                null,
                null,
                new Camera.Streams("rtsp://Cam7.example.org:554/live?profile=1", null, user, user != null),
                new Camera.Analysis(true, 5, "default"));
    }

    private static @Nullable String checked(@Nullable String text) {
        return CardAddress.checked("cardUrl", text, camera("anna"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://cam7.example.org/onvif/replay",
                " rtsp://cam7.example.org:8554/record?channel=1&token2=x ",
                "RTSP://CAM7.example.org/card"
            })
    void anAddressAtTheCamerasHostIsTakenWithoutTheBlanksAroundIt(String text) {
        assertThat(checked(text)).isEqualTo(text.strip());
    }

    @Test
    void noneIsNone() {
        assertThat(checked(null)).isNull();
        assertThat(checked("  ")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://cam7.example.org/card, begins with rtsp",
        "cam7.example.org/card, begins with rtsp",
        "rtsps://cam7.example.org/card, without encryption",
        "rtsp://anna:s3cret@cam7.example.org/card, those of the camera are used",
        "rtsp://anna:s3cret/x@cam7.example.org/card, those of the camera are used",
        "rtsp://cam7.example.org/card?User=anna&pwd=s3cret, those of the camera are used",
        "rtsp:///s3cret, cannot be read",
        "rtsp://cam7.example.org/card?from={s3cret}, cannot be read",
        "rtsp://cam7.example.org/s3 cret, cannot be read",
        "rtsp://elsewhere.example.org/s3cret, must have the host of the camera"
    })
    void whatIsWrongIsToldAndNeverRepeated(String text, String why) {
        assertThatThrownBy(() -> checked(text))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3");
    }

    @Test
    void whereNoPasswordCanBeGivenAwayTheCardMayBeElsewhere() {
        assertThat(CardAddress.findFault("rtsp://recorder.example.org/card", camera(null)))
                .isEmpty();
    }
}
